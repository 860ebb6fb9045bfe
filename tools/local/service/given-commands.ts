import type { ServiceModel } from "../../synthesized/system/ecs-service";
import { requireKnown } from "../../terminal/nearest";

/**
 * Commands that a user gave in place of images, by the names of services (or `service:tag`). A user may also name a service by
 * its container, by its image's repository or, where the system has one service, by the system.
 *
 * @param commands by whatever names the user gave
 * @throws UserError with each name that nothing in the system has
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
    for (const container of task.containers) {
      names.set(container.name, name);
      names.set(repositoryName(container.image), name);
    }
  }
  // A service's own name counts most.
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

/** `shop` of `000000000000.dkr.ecr.us-east-2.amazonaws.com/shop:1.0.0`. */
function repositoryName(image: string): string {
  return (image.split("/").at(-1) ?? "").replace(/[:@].*$/, "");
}
