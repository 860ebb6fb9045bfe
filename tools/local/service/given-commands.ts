import type { ServiceModel } from "../../synthesized/system/ecs-service";
import { requireKnown } from "../../terminal/nearest";

/**
 * Commands that run in place of images, by service name or `service:tag`. You can also name a service by its container, its
 * image's repository or, if the system has one service, the system.
 *
 * @param commands the commands by the names that the user gave
 * @throws UserError that lists each name that matches nothing in the system
 */
export function givenCommands(
  commands: Readonly<Record<string, string>>,
  system: string,
  services: readonly ServiceModel[],
): Readonly<Record<string, string>> {
  const names = new Map<string, string>();
  const [only, ...others] = services;
  if (only !== undefined && others.length === 0) names.set(system, only.name);
  for (const { name, task } of services) {
    for (const [index, container] of task.containers.entries()) {
      const key = commandKey(name, container.name, index);
      for (const known of [container.name, repositoryName(container.image)]) {
        if (index === 0 || !names.has(known)) names.set(known, key);
      }
    }
  }
  // A service's own name takes precedence.
  for (const { name } of services) names.set(name, name);
  const given = Object.entries(commands).map(([key, command]) => {
    const [name = "", tag] = key.split(":");
    return { name, tag, command };
  });
  requireKnown(
    "service for --command called",
    given.map(({ name }) => name),
    [...names.keys()],
  );
  return Object.fromEntries(
    given.map(({ name, tag, command }) => [
      `${names.get(name) ?? name}${tag === undefined ? "" : `:${tag}`}`,
      command,
    ]),
  );
}

/** By what a command replaces the image of a container: the service for its own, which comes first. */
export function commandKey(service: string, container: string, index: number): string {
  return index === 0 ? service : `${service}/${container}`;
}

/** Returns `shop` for `000000000000.dkr.ecr.us-east-2.amazonaws.com/shop:1.0.0`. */
function repositoryName(image: string): string {
  return (image.split("/").at(-1) ?? "").replace(/[:@].*$/, "");
}
