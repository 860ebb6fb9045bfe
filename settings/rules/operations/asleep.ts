import { wakeUpMinutes } from "../../../aws/scaling/idling";
import type { ServiceScalingStrategy } from "../../schema/scaling/service-scaling";
import { show } from "../../wording/show";
import { type Broken, broken, rule, systemRule } from "../rule";

interface Asleep {
  from: string;
  until: string;
  except: string[];
  evenIfProtected: boolean;
}

interface Environment {
  asleep?: Asleep;
  protections: { deletionProtection: boolean };
}

const MINUTES_A_DAY = 1440;

/** Instances stop after the tasks and start before them, which takes 20 minutes of each night. */
const LEAST_MINUTES = 60;

export const asleepLongEnough = rule<Pick<Asleep, "from" | "until">>(
  ["from", "until"],
  ({ from, until }) => {
    const minutes = (minuteOf(until) - minuteOf(from) + MINUTES_A_DAY) % MINUTES_A_DAY;
    return minutes >= LEAST_MINUTES && minutes <= MINUTES_A_DAY - LEAST_MINUTES
      ? undefined
      : broken(
          "until",
          `must be at least an hour after from (${from}) and an hour before the next`,
          until,
          "Change one of them.",
        );
  },
);

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** What is protected from deletion has users, who come at night as well. */
export const sleepsUnprotected = rule<Environment>(
  ["asleep", "protections.deletionProtection"],
  ({ asleep, protections }) =>
    asleep === undefined || asleep.evenIfProtected || !protections.deletionProtection
      ? undefined
      : broken(
          "asleep",
          `must be removed where protections.deletionProtection is true, as every request from ${asleep.from} until ${asleep.until} would fail`,
          asleep,
          "Or set asleep.evenIfProtected to true, if the environment has no users at night.",
        ),
);

interface Scaled {
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}

/** Any system, of which a user's own may have none of these fields. */
interface Sleeping extends Partial<Scaled> {
  readonly [field: string]: unknown;
  objectives?: { availability?: number };
  clusterScaling?: { kind: string; predictive?: { maxCapacityBufferPercent?: number } };
  services?: Record<string, Scaled>;
}

/** Whether the system goes to sleep. */
function sleeps({ asleep }: { asleep?: Pick<Asleep, "except"> }, system: string): boolean {
  return asleep !== undefined && !asleep.except.includes(system);
}

/** When the bounds of a service are 0, and how to keep a system from it. */
interface AtZero {
  readonly when: string;
  readonly instead: string;
}

function notRaised(when: string): string {
  return `must be removed while ${when}, as a forecast would raise the maximum from 0`;
}

const AT_NIGHT = "the environment is asleep at night";

/** A strategy that would set the bounds of a service as well: they have one owner. */
function otherOwner(strategies: readonly ServiceScalingStrategy[], { when, instead }: AtZero) {
  for (const [index, strategy] of strategies.entries()) {
    const at = (field: string) => ["serviceScaling", "strategies", index, field];
    if (strategy.kind === "scheduled") {
      return broken(
        at("kind"),
        `must not be "scheduled" while ${when}, as both set the smallest and largest number of tasks`,
        strategy.kind,
        `Remove the strategy, or ${instead}.`,
      );
    }
    if (strategy.kind === "predictive" && strategy.maxCapacityBufferPercent !== undefined) {
      const { maxCapacityBufferPercent: percent } = strategy;
      return broken(at("maxCapacityBufferPercent"), notRaised(when), percent, `Or ${instead}.`);
    }
  }
  return undefined;
}

/** The first such strategy of a system or of its services. */
function otherOwnerIn({ serviceScaling, services = {} }: Sleeping, zero: AtZero) {
  const own = serviceScaling && otherOwner(serviceScaling.strategies, zero);
  if (own !== undefined) return own;
  for (const [name, { serviceScaling: scaling }] of Object.entries(services)) {
    const found = otherOwner(scaling.strategies, zero);
    if (found !== undefined) return { ...found, at: ["services", name, ...found.at] };
  }
  return undefined;
}

function awakeBySchedule(system: string) {
  return systemRule<Environment, Sleeping>(
    {
      environment: ["asleep"],
      system: ["serviceScaling.strategies", "services", "clusterScaling.predictive"],
    },
    (settings, environment) => {
      if (!sleeps(environment, system)) return undefined;
      const instead = `add ${show(system)} to asleep.except`;
      const percent = settings.clusterScaling?.predictive?.maxCapacityBufferPercent;
      if (percent !== undefined) {
        const at = "clusterScaling.predictive.maxCapacityBufferPercent";
        return broken(at, notRaised(AT_NIGHT), percent, `Or ${instead}.`);
      }
      return otherOwnerIn(settings, { when: AT_NIGHT, instead });
    },
  )(system);
}

/** An objective counts every minute of the week. */
function availableAsleep(system: string) {
  return systemRule<Environment, Sleeping>(
    { environment: ["asleep"], system: ["objectives"] },
    ({ objectives }, environment) =>
      objectives === undefined || !sleeps(environment, system)
        ? undefined
        : broken(
            "objectives",
            "must be removed while the environment is asleep at night, when every request fails and uses up the error budget",
            objectives,
            `Or add ${show(system)} to asleep.except.`,
          ),
  )(system);
}

export function sleepRules(systems: readonly string[]) {
  return systems.flatMap((system) => [awakeBySchedule(system), availableAsleep(system)]);
}

interface Idling extends Sleeping {
  idle?: { afterMinutes: number; evenIfProtected: boolean };
  capacity?: { kind: string };
}

type RuleOfIdle = (
  system: Idling & Required<Pick<Idling, "idle">>,
  environment: Environment,
  name: string,
) => Broken | undefined;

/** What a system may not have beside `idle`, which has it answer the first request minutes later. */
const rulesOfIdle: readonly RuleOfIdle[] = [
  ({ idle }, { protections }) =>
    idle.evenIfProtected || !protections.deletionProtection
      ? undefined
      : broken(
          "idle",
          `must be removed where protections.deletionProtection is true, as every request of the ${wakeUpMinutes.all} minutes after the first one would fail`,
          idle,
          "Or set idle.evenIfProtected to true, if the environment has no users but you.",
        ),
  ({ idle }, environment, name) =>
    sleeps(environment, name)
      ? broken(
          "idle",
          "must be removed while the environment is asleep at night, as both set the smallest and largest number of tasks",
          idle,
          `Or add ${show(name)} to asleep.except: nobody calls at night, so it sleeps anyway.`,
        )
      : undefined,
  ({ objectives }) =>
    objectives === undefined
      ? undefined
      : broken(
          "objectives",
          "must be removed while idle is set, as the first requests fail and use up the error budget",
          objectives,
          "Or remove idle.",
        ),
  ({ capacity }) =>
    capacity === undefined || capacity.kind === "fargate"
      ? undefined
      : broken(
          "capacity.kind",
          `must be "fargate" while idle is set, as the first request would wait for an instance to start as well, for longer than the ${wakeUpMinutes.all} minutes that its callers are told`,
          capacity.kind,
          "Change it, or remove idle.",
        ),
  (settings) => otherOwnerIn(settings, { when: "idle is set", instead: "remove idle" }),
];

/** Systems with an API that counts requests. */
export const idleRules = (["http-api", "rest-api"] as const).flatMap((name) =>
  rulesOfIdle.map((check) =>
    systemRule<Environment, Idling>(
      {
        environment: ["asleep", "protections.deletionProtection"],
        system: ["idle", "objectives", "capacity.kind", "services"],
      },
      (system, environment) => {
        const { idle } = system;
        return idle && check({ ...system, idle }, environment, name);
      },
    )(name),
  ),
);

interface OnGroup {
  readonly [field: string]: unknown;
  capacity?: { kind: string; warmPool?: { state: string } };
  scheduledTasks?: object;
  beforeRelease?: object;
  services?: Record<string, { scheduledTasks?: object; beforeRelease?: object }>;
}

/** A scheduled action has no say in a warm pool. */
export function warmPoolStaysUp(system: string) {
  return ({ capacity }: OnGroup, environment: { asleep?: Asleep }): Broken[] =>
    sleeps(environment, system) && capacity?.warmPool?.state === "running"
      ? [
          {
            at: ["capacity", "warmPool", "state"],
            message:
              'is "running" while the environment is asleep at night: no schedule reaches a warm pool, whose instances run on. Set it to "stopped".',
          },
        ]
      : [];
}

/** Without instances, what is due fails. On Fargate and Managed Instances, a task brings its capacity with it. */
export function tasksWithoutInstances(system: string) {
  return (
    { capacity, scheduledTasks = {}, beforeRelease, services = {} }: OnGroup,
    environment: { asleep?: Asleep },
  ): Broken[] => {
    const { asleep } = environment;
    if (asleep === undefined || !sleeps(environment, system) || capacity?.kind !== "instances")
      return [];
    const all = [
      { at: [] as string[], scheduledTasks, beforeRelease },
      ...Object.entries(services).map(([name, each]) => ({ at: ["services", name], ...each })),
    ];
    const hours = `from ${asleep.from} until ${asleep.until}`;
    const except = `or add ${show(system)} to asleep.except`;
    return all.flatMap(({ at, scheduledTasks: tasks = {}, beforeRelease: task }) => [
      ...(Object.keys(tasks).length === 0
        ? []
        : [
            {
              at: [...at, "scheduledTasks"],
              message:
                `run on instances, and ${hours} there are none: what is due then fails. ` +
                `Schedule them for the day, ${except}.`,
            },
          ]),
      ...(task === undefined
        ? []
        : [
            {
              at: [...at, "beforeRelease"],
              message:
                `runs on an instance, and ${hours} there is none: an apply then fails. ` +
                `Deploy by day or wake the system before (npm run wake), ${except}.`,
            },
          ]),
    ]);
  };
}
