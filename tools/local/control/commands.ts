import { closest } from "fastest-levenshtein";
import type { LocalSystem } from "../local-system";
import type { Service } from "../service/service";
import { UserError } from "../../terminal/user-error";

type Arguments = Readonly<Record<string, string>>;

/** @returns why it failed */
export async function runCommand(
  system: LocalSystem,
  name: string,
  args: Arguments,
): Promise<string | undefined> {
  switch (name) {
    case "deploy":
      return system.deploy(args);
    case "kill":
      kill(system, args);
      return undefined;
    case "scale":
      scale(system, args);
      return undefined;
    default:
      throw new UserError(`There is no command ${name}. There are: deploy, kill, scale.`);
  }
}

/** Kills tasks at random, hard: `service=` narrows it, `count=` is 1 unless told. */
function kill(system: LocalSystem, { service, count = "1", ...others }: Arguments): void {
  refuse(others, ["service", "count"]);
  const services = service === undefined ? [...system.services.values()] : [named(system, service)];
  const tasks = services.flatMap((each) => each.tasks.filter(({ state }) => state === "RUNNING"));
  for (const task of shuffled(tasks).slice(0, wholeNumber("count", count))) {
    system.say(`killing task ${task.id}`);
    task.kill();
  }
}

/** Sets the number of tasks, of a daemon that of instances, by service: `http-api-dev=3`. */
function scale(system: LocalSystem, args: Arguments): void {
  const changes = Object.entries(args).map(([name, text]) => {
    const service = named(system, name);
    const count = wholeNumber(name, text);
    const { min, max } = service.model.bounds;
    if (count < min || count > max) {
      throw new UserError(`${name} must be ${min} to ${max}, as the stack says, got ${text}.`);
    }
    return { service, count };
  });
  for (const { service, count } of changes) service.scaleTo(count);
}

function named(system: LocalSystem, name: string): Service {
  const services = [...system.services.values()];
  const found = services.find(({ model }) => model.name === name);
  if (found !== undefined) return found;
  const names = services.map(({ model }) => model.name);
  throw new UserError(
    `There is no service ${name}. Did you mean ${closest(name, names)}? There are: ${names.join(", ")}.`,
  );
}

function refuse(args: Arguments, known: readonly string[]): void {
  const [unknown] = Object.keys(args);
  if (unknown !== undefined) {
    throw new UserError(`${unknown} is not known here. There are: ${known.join(", ")}.`);
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UserError(`${name} must be a whole number, got ${text}.`);
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
