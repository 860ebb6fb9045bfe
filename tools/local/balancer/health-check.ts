import { request } from "node:http";
import type { TaskEndpoint } from "../part";
import type { HealthCheckModel } from "../../synthesized/system/target-group";
import { matchesStatus } from "./target-health";

/** Asks a target once whether it is well. @returns what is wrong, or undefined */
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
