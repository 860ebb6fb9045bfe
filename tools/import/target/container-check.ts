import type { Field } from "../field";
import type { ServiceTarget } from "./service-target";

/**
 * Takes over a health check that ECS runs in the container, if its command has a place in the settings.
 *
 * @param words of the check, the first of which says how ECS runs them
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export function putContainerCheck(
  target: ServiceTarget,
  check: Field,
  [kind, ...words]: readonly string[],
): void {
  const command = commandOf(kind, words);
  const fits = command.every((word) => /^[ -~]{1,1000}$/.test(word) && !/[$%]\{/.test(word));
  if (command.length === 0 || !fits) return;
  target.set("containerCheck", { kind: "command", command });
  check.changed(target.shown("containerCheck.command"), "The words of a command.");
}

/** In a container, which has a shell where the check had one. */
function commandOf(kind: string | undefined, words: readonly string[]): readonly string[] {
  if (kind === "CMD-SHELL" && words.length > 0) return ["/bin/sh", "-c", words.join(" ")];
  return kind === "CMD" ? words : [];
}
