import { Balancer } from "./balancer/balancer";
import type { LocalSystem } from "./local-system";
import type { EvaluatedStack } from "../synthesized/evaluated-stack";
import { readSystem } from "../synthesized/system/system";
import type { Outcome } from "./service/deployment";

/** After which Terraform gives up waiting for a service that was to become steady. */
const STEADY_SECONDS = 20 * 60;

/**
 * Brings a system to another evaluated. Nothing changes before all that it needs is there.
 *
 * @returns why it failed
 */
export async function rollOut(
  system: LocalSystem,
  evaluated: EvaluatedStack,
): Promise<string | undefined> {
  const model = readSystem(evaluated);
  const prepared = await Promise.all(
    model.services.map(async (service) => ({
      service,
      running: system.services.get(service.address),
      deployment: await system.services.get(service.address)?.prepare(service),
    })),
  );
  system.evaluated = evaluated;
  for (const balancer of model.balancers) {
    const running = system.balancers.get(balancer.address);
    if (running instanceof Balancer) running.replaceRules(balancer);
  }
  const giveUp = new AbortController();
  const outcomes = await Promise.all(
    prepared.map(async ({ service, running, deployment }) => {
      running?.apply(service, deployment);
      if (deployment === undefined) return undefined;
      const tooLate = system.pace
        .wait(STEADY_SECONDS, giveUp.signal)
        .then((): Outcome => ({ isCompleted: false, reason: "not steady after 20 minutes" }));
      const { isCompleted, reason } = await Promise.race([deployment.outcome, tooLate]);
      return isCompleted ? undefined : `${service.name}: ${reason ?? "failed"}`;
    }),
  );
  giveUp.abort();
  const problems = outcomes.filter((problem) => problem !== undefined);
  return problems.length === 0 ? undefined : problems.join("\n");
}
