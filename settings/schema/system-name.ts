import { SHORT_NAME } from "../presets/names";
import { text } from "./fields";

/**
 * Name of the system, from which the names of its cluster, service, container, repository, load balancer and the like
 * follow. A name that you set yourself overrides it.
 */
export function systemName() {
  return text(SHORT_NAME.rule, SHORT_NAME.pattern).optional();
}
