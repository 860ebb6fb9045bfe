import { request } from "node:http";
import type { TaskEndpoint } from "../part";
import type { HealthCheckModel } from "../../synthesized/system/target-group";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export type HealthState = "initial" | "healthy" | "unhealthy" | "draining";

export interface TargetHealth {
  readonly state: HealthState;
  /** Consecutive checks that contradict the current state. */
  readonly contrary: number;
}

export const INITIAL_HEALTH: TargetHealth = { state: "initial", contrary: 0 };

type Thresholds = Pick<HealthCheckModel, "healthyThreshold" | "unhealthyThreshold">;

/**
 * Updates the health of a target after a check. A new target becomes healthy after one successful check. Otherwise the
 * thresholds apply.
 */
export function afterCheck(
  { state, contrary }: TargetHealth,
  isGood: boolean,
  { healthyThreshold, unhealthyThreshold }: Thresholds,
): TargetHealth {
  switch (state) {
    case "draining":
      return { state, contrary };
    case "initial":
      if (isGood) return { state: "healthy", contrary: 0 };
      return counted(state, contrary + 1, unhealthyThreshold, "unhealthy");
    case "healthy":
      return isGood
        ? { state, contrary: 0 }
        : counted(state, contrary + 1, unhealthyThreshold, "unhealthy");
    case "unhealthy":
      return isGood
        ? counted(state, contrary + 1, healthyThreshold, "healthy")
        : { state, contrary: 0 };
  }
}

function counted(
  state: HealthState,
  contrary: number,
  threshold: number,
  next: HealthState,
): TargetHealth {
  return contrary >= threshold ? { state: next, contrary: 0 } : { state, contrary };
}

/** Whether a status code matches `200`, `200,204` or `200-299`. */
export function matchesStatus(status: number, matcher: string): boolean {
  return matcher.split(",").some((part) => {
    const [first = "", last = first] = part.trim().split("-");
    return status >= Number(first) && status <= Number(last);
  });
}

/**
 * The targets that may receive requests: the healthy ones or, if there are none, all registered targets ("fail open").
 */
export function inService<Target extends { readonly health: TargetHealth }>(
  targets: readonly Target[],
): readonly Target[] {
  const healthy = targets.filter(({ health }) => health.state === "healthy");
  if (healthy.length > 0) return healthy;
  return targets.filter(({ health }) => health.state !== "draining");
}

/** Checks a target once. @returns the problem, or undefined if the target is healthy */
export function checkHealth(
  { host, port }: TaskEndpoint,
  check: HealthCheckModel,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const question = request(
      {
        host,
        port,
        path: check.path,
        agent: false,
        headers: { "user-agent": "ELB-HealthChecker/2.0", connection: "close" },
        signal: AbortSignal.timeout(check.timeoutSeconds * 1000),
      },
      (answer) => {
        const status = answer.statusCode ?? 0;
        answer.once("error", (error) => {
          resolve(error.message);
        });
        answer.once("end", () => {
          resolve(
            matchesStatus(status, check.matcher)
              ? undefined
              : `status ${status}, not ${check.matcher}`,
          );
        });
        answer.resume();
      },
    );
    question.once("error", (error) => {
      resolve(
        error.name === "TimeoutError" || error.name === "AbortError"
          ? `no answer within ${check.timeoutSeconds} s`
          : error.message,
      );
    });
    question.end();
  });
}
