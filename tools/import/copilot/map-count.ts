import { messageDefaults } from "../../../aws/defaults";
import { cooldownSeconds, targetValue } from "../../../aws/scaling/scaling";
import { tasksPerService } from "../../../aws/containers/ecs";
import type { Setting } from "../../init/settings-files/source";
import { secondsIn } from "../compose/ports";
import type { Field } from "../field";
import type { ServiceTarget } from "../target/service-target";

const MOST = tasksPerService[1];
/** What a task finishes within a day, the shortest retention, with the defaults of `messages`. */
const MOST_WAITING =
  Math.floor(86_400 / messageDefaults.timeoutSeconds) * messageDefaults.concurrency;

/** Maps a number of tasks, or a range with its scaling. */
export function mapCount(count: Field, target: ServiceTarget): void {
  const spot = count.get("spot");
  if (spot.number !== undefined) putSpot(spot, 0, target);
  const all = spot.number === undefined ? count : spot;
  if (all.number !== undefined) {
    fixed(all, all.number, target);
    return;
  }
  const [low, high] = range(count);
  const min = Math.max(1, Math.min(low, MOST));
  const max = Math.max(min, Math.min(high, MOST));
  const spotFrom = count.get("range", "spot_from");
  if (spotFrom.number !== undefined) putSpot(spotFrom, spotFrom.number - 1, target);
  target.set("serviceScaling.minTasks", min);
  target.set("serviceScaling.maxTasks", max);
  const place = target.shown("serviceScaling");
  const why = min !== low || max !== high ? `The settings allow 1 to ${MOST} tasks.` : undefined;
  if (why === undefined) count.get("range").taken(place);
  else count.get("range").changed(place, why);
  const to = target.shown("serviceScaling.strategies");
  const strategies = STRATEGIES.flatMap(([name, kind, value]): Setting[] => {
    const field = count.get(name);
    if (target.system === "worker" && kind === "requests-target") return [];
    const number = field.number ?? field.get("value").number;
    if (number === undefined) return [];
    const cooldown = { ...cooldowns(count.get("cooldown")), ...cooldowns(field.get("cooldown")) };
    field.taken(to);
    count.get("cooldown").taken(to);
    return [{ kind, [value]: number, ...cooldown }];
  });
  const byQueue = queueDelay(count, target);
  if (byQueue !== undefined) strategies.push(byQueue);
  if (strategies.length > 0) target.set("serviceScaling.strategies", strategies);
}

/** How long a message may wait, by how long one takes, is how many may wait for each task. */
function queueDelay(count: Field, target: ServiceTarget): Setting | undefined {
  const delay = count.get("queue_delay");
  const wait = secondsIn(delay.get("acceptable_latency").text ?? "");
  const each = secondsIn(delay.get("msg_processing_time").text ?? "");
  if (target.system !== "worker" || wait === undefined || each === undefined || each <= 0)
    return undefined;
  const cooldown = { ...cooldowns(count.get("cooldown")), ...cooldowns(delay.get("cooldown")) };
  const to = target.shown("serviceScaling.strategies");
  const messagesPerTask = Math.max(
    targetValue[0],
    Math.min(Math.floor(wait / each + 1e-9), MOST_WAITING),
  );
  delay.changed(
    to,
    `${messagesPerTask} messages may wait for each task: the latency, divided by the time that one takes.`,
  );
  count.get("cooldown").taken(to);
  return { kind: "queue-target", messagesPerTask, ...cooldown };
}

/** Maps the tasks on Spot: all after a number of tasks on demand. */
function putSpot(field: Field, onDemand: number, target: ServiceTarget): void {
  if (target.capacity !== "fargate") {
    field.left("Set the share of Spot Instances in capacity.spotPercent.");
    return;
  }
  const tasks = Math.max(0, onDemand);
  target.set("capacity.spotPercent", 100);
  target.set("capacity.onDemandTasks", tasks);
  field.changed(
    target.shown("capacity.spotPercent"),
    `All tasks but the first ${tasks}, which are on demand (capacity.onDemandTasks).`,
  );
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
      : `The initial and minimum number of tasks. Scaling by ${target.system === "worker" ? "the queue" : "CPU"} adds up to four times as many.`,
  );
}

/** `1-10`, or an object with min and max. */
function range(count: Field): readonly [number, number] {
  const field = count.get("range");
  const [, low, high] = /^(\d+)-(\d+)$/.exec(field.text ?? "") ?? [];
  const min = field.get("min").number ?? Number(low ?? 1);
  const max = field.get("max").number ?? Number(high ?? 4);
  return [min, max];
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
