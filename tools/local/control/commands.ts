import { closest } from "fastest-levenshtein";
import type { LocalSystem } from "../local-system";
import type { Service } from "../service/service";
import { UserError } from "../../terminal/user-error";

type Arguments = Readonly<Record<string, string>>;

/** @returns the reason for a failure */
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
    case "run-task":
      return runTask(system, args);
    default:
      throw new UserError(
        `Unknown command ${name}. Available commands: deploy, kill, run-task, scale.`,
      );
  }
}

/** Kills random tasks with SIGKILL. `service=` limits it to a service; `count=` defaults to 1. */
function kill(system: LocalSystem, { service, count = "1", ...others }: Arguments): void {
  refuse(others, ["service", "count"]);
  const services = service === undefined ? [...system.services.values()] : [named(system, service)];
  const tasks = services.flatMap((each) => each.tasks.filter(({ state }) => state === "RUNNING"));
  for (const task of shuffled(tasks).slice(0, wholeNumber("count", count))) {
    system.say(`killing task ${task.id}`);
    task.kill();
  }
}

/** Runs a scheduled task now. `service=` tells services apart that have a task of the same name. */
async function runTask(
  system: LocalSystem,
  { task: wanted, service: owner, ...others }: Arguments,
): Promise<string | undefined> {
  refuse(others, ["task", "service"]);
  const services = owner === undefined ? [...system.services.values()] : [named(system, owner)];
  const all = services.flatMap((service) =>
    (service.model.scheduledTasks ?? []).map((task) => ({ service, task })),
  );
  const found = all.filter(({ task }) => task.name === wanted);
  const [first] = found;
  if (first === undefined) {
    const names = [...new Set(all.map(({ task }) => task.name))].join(", ") || "there is none";
    throw new UserError(
      `task must be the name of a scheduled task (${names}), got ${wanted ?? "none"}.`,
    );
  }
  if (found.length > 1) {
    const names = found.map(({ service }) => service.model.name).join(", ");
    throw new UserError(`${first.task.name} is a task of ${names}. Add service=<one of them>.`);
  }
  return system.oneOff?.runNow(first.service, first.task);
}

/** Sets the number of tasks by service, as in `http-api-dev=3`. For a daemon, this is the number of instances. */
function scale(system: LocalSystem, args: Arguments): void {
  const changes = Object.entries(args).map(([name, text]) => {
    const service = named(system, name);
    const count = wholeNumber(name, text);
    const { min, max } = service.model.bounds;
    if (count < min || count > max) {
      throw new UserError(
        `${name} must be between ${min} and ${max}, the limits of the stack, got ${text}.`,
      );
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
    `Unknown service ${name}. Did you mean ${closest(name, names)}? Available services: ${names.join(", ")}.`,
  );
}

function refuse(args: Arguments, known: readonly string[]): void {
  const [unknown] = Object.keys(args);
  if (unknown !== undefined) {
    throw new UserError(`Unknown argument ${unknown}. Available arguments: ${known.join(", ")}.`);
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
