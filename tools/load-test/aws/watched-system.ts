import { resolve } from "node:path";
import { projectRoot } from "../../project-root";
import { textOf } from "../../synthesized/fields";
import { Synthesis } from "../../synthesized/synthesis";
import { requireKnown } from "../../terminal/nearest";

/** The names of the resources that are observed in AWS during a load test. */
export interface WatchedSystem {
  readonly region: string;
  readonly cluster: string;
  readonly services: readonly string[];
  readonly groups: readonly string[];
}

/**
 * Reads the cluster, services and groups of a synthesized stack.
 *
 * @throws UserError if the stack does not exist
 */
export function watchedSystem(stackName: string): WatchedSystem {
  const folder = resolve(projectRoot(), process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const { stacks } = Synthesis.read(folder);
  requireKnown(
    "stack",
    [stackName],
    stacks.map(({ name }) => name),
  );
  const { json } = stacks.find(({ name }) => name === stackName) ?? {};
  const names = (type: string): readonly string[] =>
    Object.values(json?.resources(type) ?? {}).flatMap((block) => textOf(block, "name") ?? []);
  return {
    region: json?.region ?? "",
    cluster: names("aws_ecs_cluster")[0] ?? "",
    services: names("aws_ecs_service"),
    groups: names("aws_autoscaling_group"),
  };
}
