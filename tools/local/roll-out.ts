import { Balancer } from "./balancer/balancer";
import type { RunningBalancer } from "./part";
import type { Pace } from "./pace";
import type { OneOffTasks } from "./one-off/one-off-tasks";
import type { Outcome } from "./service/deployment";
import type { Service } from "./service/service";
import type { Action } from "../synthesized/system/listener-action";
import type { SystemModel } from "../synthesized/system/system";

/** Time after which Terraform stops waiting for a service to reach a steady state. */
const STEADY_SECONDS = 20 * 60;

export interface RunningParts {
  readonly services: ReadonlyMap<string, Service>;
  readonly balancers: ReadonlyMap<string, RunningBalancer>;
  readonly pace: Pace;
  readonly say: (line: string) => void;
  /** Runs what must succeed before a service's next deployment. */
  readonly oneOff?: Pick<OneOffTasks, "beforeRelease"> | undefined;
}

/**
 * Changes a running system to another state of its stack. Builds programs before anything changes, replaces tasks by
 * deployments, and sends requests to a target group only when the services behind it can carry them. Nothing changes if a
 * task before the release fails.
 *
 * @param onStart called when the preparation is complete and the change starts
 * @returns the reason for a failure
 */
export async function rollOut(
  running: RunningParts,
  former: SystemModel,
  next: SystemModel,
  onStart: () => void,
): Promise<string | undefined> {
  const prepared = await Promise.all(
    next.services.map(async (service) => ({
      service,
      own: running.services.get(service.address),
      deployment: await running.services.get(service.address)?.prepare(service),
    })),
  );
  const refused = await Promise.all(
    prepared.map(async ({ service, deployment }) =>
      deployment === undefined ? undefined : running.oneOff?.beforeRelease(service, deployment),
    ),
  );
  const reasons = refused.filter((each) => each !== undefined);
  if (reasons.length > 0) return reasons.join("\n");
  onStart();
  const giveUp = new AbortController();
  const tooLate = running.pace
    .wait(STEADY_SECONDS, giveUp.signal)
    .then((): Outcome => ({ isCompleted: false, reason: "not steady after 20 minutes" }));
  const deployments = prepared.map(async ({ service, own, deployment }) => {
    own?.apply(service, deployment);
    if (deployment === undefined) return undefined;
    const { isCompleted, reason } = await Promise.race([deployment.outcome, tooLate]);
    return isCompleted ? undefined : `${service.name}: ${reason ?? "failed"}`;
  });
  const problem = await moveRequests(running, former, next);
  const problems = [problem, ...(await Promise.all(deployments))].filter(
    (each) => each !== undefined,
  );
  giveUp.abort();
  return problems.length === 0 ? undefined : problems.join("\n");
}

/**
 * Changes the rules of the load balancers. A service that receives a larger share of a rule's requests is first scaled out
 * to that share of the tasks that carry them now. Its own scaling has let it shrink while it was idle, and would need
 * minutes to follow.
 *
 * @returns the reason if the requests are not moved
 */
async function moveRequests(
  { services, balancers, pace, say }: RunningParts,
  former: SystemModel,
  next: SystemModel,
): Promise<string | undefined> {
  const giveUp = new AbortController();
  const ready = [...tasksNeeded([...services.values()], former, next)].map(
    async ([service, needed]) => {
      const { min, max } = service.model.bounds;
      const count = Math.min(Math.max(needed, service.desiredCount, min), max);
      say(`${service.model.name}: will receive more requests once ${count} tasks are healthy`);
      if (count !== service.desiredCount) service.scaleTo(count);
      return service.untilHealthy(count);
    },
  );
  const isReady = await Promise.race([
    Promise.all(ready).then((each) => each.every(Boolean)),
    pace.wait(STEADY_SECONDS, giveUp.signal).then(() => false),
  ]);
  giveUp.abort();
  if (!isReady) return "The tasks did not become healthy, so the requests were not moved.";
  for (const balancer of next.balancers) {
    const own = balancers.get(balancer.address);
    if (own instanceof Balancer) own.replaceRules(balancer);
  }
  return undefined;
}

/** The number of tasks that each service with a growing share of requests needs to carry its new share. */
function tasksNeeded(
  services: readonly Service[],
  former: SystemModel,
  next: SystemModel,
): ReadonlyMap<Service, number> {
  const behind = (group: string): readonly Service[] =>
    services.filter(({ model }) => model.targets.some(({ targetGroup }) => targetGroup === group));
  const before = sharesByRule(former);
  const needed = new Map<Service, number>();
  for (const [rule, shares] of sharesByRule(next)) {
    const formerShares = before.get(rule) ?? new Map<string, number>();
    const carrying = [...formerShares]
      .filter(([, share]) => share > 0)
      .flatMap(([group]) => behind(group));
    const tasks = carrying.reduce((sum, service) => sum + service.healthyCount, 0);
    for (const [group, share] of shares) {
      if (share <= (formerShares.get(group) ?? 0)) continue;
      for (const service of behind(group))
        needed.set(service, Math.max(needed.get(service) ?? 0, Math.ceil(tasks * share)));
    }
  }
  return needed;
}

type Shares = ReadonlyMap<string, number>;

/** The share of requests of each target group, from 0 to 1, by the address of the rule or the listener. */
function sharesByRule({ balancers }: SystemModel): ReadonlyMap<string, Shares> {
  return new Map(
    balancers
      .flatMap(({ listeners }) => listeners)
      .flatMap(({ address, defaultAction, rules }) => [
        { address, action: defaultAction },
        ...rules,
      ])
      .map(({ address, action }) => [address, sharesOf(action)]),
  );
}

function sharesOf(action: Action): Shares {
  if (action.kind !== "forward") return new Map();
  const total = action.targets.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(
    action.targets.map(({ targetGroup, weight }) => [
      targetGroup,
      total === 0 ? 0 : weight / total,
    ]),
  );
}
