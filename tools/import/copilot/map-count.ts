import { cooldownSeconds } from "../../../aws/scaling";
import { tasksPerService } from "../../../aws/ecs";
import type { Setting } from "../../init/settings-files/source";
import { secondsIn } from "../compose/ports";
import type { Field } from "../field";
import type { ServiceTarget } from "../target/service-target";

const MOST = tasksPerService[1];

/** Maps a number of tasks, or a range with its scaling. */
export function mapCount(count: Field, target: ServiceTarget): void {
  if (count.number !== undefined) {
    fixed(count, count.number, target);
    return;
  }
  const [min, max] = range(count);
  const spotFrom = count.get("range", "spot_from");
  spotFrom.left("Set the share of Spot Instances in capacity.spotPercent.");
  target.set("serviceScaling.minTasks", min);
  target.set("serviceScaling.maxTasks", max);
  const place = target.system === "http-scale-out" ? "" : `services.${target.name}.`;
  const why = min === 0 || max > MOST ? `The settings allow 1 to ${MOST} tasks.` : undefined;
  if (why === undefined)
    count.get("range").taken(`systems.${target.system}.${place}serviceScaling`);
  else count.get("range").changed(`systems.${target.system}.${place}serviceScaling`, why);
  const strategies = STRATEGIES.flatMap(([name, kind, value]) => {
    const field = count.get(name);
    const number = field.number ?? field.get("value").number;
    if (number === undefined) return [];
    const cooldown = { ...cooldowns(count.get("cooldown")), ...cooldowns(field.get("cooldown")) };
    const to = `systems.${target.system}.${place}serviceScaling.strategies`;
    field.taken(to);
    count.get("cooldown").taken(to);
    return [{ kind, [value]: number, ...cooldown } satisfies Setting];
  });
  if (strategies.length > 0) target.set("serviceScaling.strategies", strategies);
}

const STRATEGIES = [
  ["cpu_percentage", "cpu-target", "targetPercent"],
  ["memory_percentage", "memory-target", "targetPercent"],
  ["requests", "requests-target", "requestsPerTarget"],
] as const;

function fixed(field: Field, count: number, target: ServiceTarget): void {
  const tasks = Math.max(1, Math.min(count, MOST));
  target.set("serviceScaling.minTasks", tasks);
  target.set("serviceScaling.maxTasks", Math.max(4, tasks * 4));
  target.put(
    field,
    "service.desiredCount",
    tasks,
    count === 0
      ? "A service has at least one task."
      : "The initial and minimum number of tasks. Scaling by CPU adds up to four times as many.",
  );
}

/** `1-10`, or an object with min and max. */
function range(count: Field): readonly [number, number] {
  const field = count.get("range");
  const [, low, high] = /^(\d+)-(\d+)$/.exec(field.text ?? "") ?? [];
  const min = field.get("min").number ?? Number(low ?? 1);
  const max = field.get("max").number ?? Number(high ?? 4);
  const least = Math.max(1, Math.min(min, MOST));
  return [least, Math.max(least, Math.min(max, MOST))];
}

function cooldowns(field: Field): Record<string, number> {
  const seconds = (name: string): number | undefined => {
    const value = secondsIn(field.get(name).text ?? "");
    return value === undefined ? undefined : Math.min(cooldownSeconds[1], Math.round(value));
  };
  const [shrink, grow] = [seconds("in"), seconds("out")];
  return {
    ...(shrink === undefined ? {} : { scaleInCooldownSeconds: shrink }),
    ...(grow === undefined ? {} : { scaleOutCooldownSeconds: grow }),
  };
}
