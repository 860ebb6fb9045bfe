import type { Action } from "../../synthesized/system/listener-action";
import type { ListenerModel } from "../../synthesized/system/load-balancer";
import { meets } from "./conditions";
import type { RoutedRequest } from "./request";

/** What a listener does with a request: the first rule in the order of priority whose conditions all hold. */
export function route(request: RoutedRequest, listener: ListenerModel): Action {
  const rule = listener.rules.find(({ conditions }) =>
    conditions.every((condition) => meets(request, condition)),
  );
  return rule?.action ?? listener.defaultAction;
}
