import type { MoreTarget, Rollback } from "../../modules/service/balanced-service";
import type { Deployment } from "../../modules/service/deployed-service";
import type { HttpScaleOutSettings, PathService } from "../../settings/environment";
import { type ProgramSettings, serviceProps } from "./settings-to-props";
import type { SystemStack } from "../system-stack";

/**
 * Props of a service behind a load balancer.
 *
 * @param part what is deployed, if the stack has several services
 */
export function balancedServiceProps(
  stack: SystemStack,
  settings: ProgramSettings & Pick<HttpScaleOutSettings | PathService, "deployment">,
  part?: string,
) {
  return { ...serviceProps(stack, settings, part), ...deploymentProps(stack, settings, part) };
}

/**
 * How ECS deploys a service behind a load balancer, and what rolls it back.
 *
 * @param part what is deployed, if the stack has several services
 */
export function deploymentProps(
  stack: SystemStack,
  settings: Pick<HttpScaleOutSettings | PathService, "deployment">,
  part?: string,
): { readonly deployment: Deployment; readonly rollback: Rollback | undefined } {
  const { deployment } = settings;
  const roleNamePrefix = `${stack.node.id}-${part ?? "service"}-`.slice(0, 38);
  return {
    deployment:
      deployment.kind === "blue-green-by-ecs"
        ? { ...deployment, roleNamePrefix }
        : { kind: "rolling" },
    rollback: rollbackProps(stack, settings, part),
  };
}

/** A service's own alarms that roll its deployments back, as the settings or else the environment say. */
interface DeploymentSettings {
  readonly deployment: {
    readonly rollback?: "alarms" | "none";
    readonly serverErrorPercent?: number;
    readonly latencyMilliseconds?: number;
    readonly evaluationMinutes: number;
  };
}

/**
 * When alarms roll a deployment back; undefined if none do.
 *
 * @param part what is deployed, if the stack has several services
 */
export function rollbackProps(
  stack: SystemStack,
  { deployment }: DeploymentSettings,
  part?: string,
): Rollback | undefined {
  const { rollbackOnAlarms } = stack.environment.protections;
  const { rollback = rollbackOnAlarms ? "alarms" : "none" } = deployment;
  if (rollback === "none") return undefined;
  const { serverErrorPercent, latencyMilliseconds, evaluationMinutes } = deployment;
  const { id } = stack.node;
  return {
    alarmName: part === undefined ? id : `${id}-${part}`,
    serverErrorPercent,
    latencyMilliseconds,
    evaluationMinutes,
  };
}

/** A service with the ports of its containers. */
interface Targeted extends Pick<HttpScaleOutSettings, "moreTargets"> {
  readonly container: { readonly name: string; readonly morePorts?: readonly number[] };
  readonly sidecars?: Readonly<Record<string, { readonly ports: readonly number[] }>>;
}

/**
 * The other ports of a service's tasks that a load balancer reaches.
 *
 * @param ruleOf the priority of a rule at the listener, by that in the settings
 */
export function moreTargetProps(
  { moreTargets = {}, container, sidecars = {} }: Targeted,
  { deregistrationDelaySeconds, stickiness }: Omit<HttpScaleOutSettings["loadBalancer"], "name">,
  ruleOf = (priority: number) => priority,
): readonly MoreTarget[] {
  return Object.entries(moreTargets).map(
    ([name, { port, paths, priority, protocolVersion, healthCheck }]) => ({
      name,
      port,
      paths,
      priority: ruleOf(priority),
      containerName: container.morePorts?.includes(port)
        ? container.name
        : (Object.entries(sidecars).find(([, { ports }]) => ports.includes(port))?.[0] ?? ""),
      targets: { protocolVersion, healthCheck, deregistrationDelaySeconds, stickiness },
    }),
  );
}
