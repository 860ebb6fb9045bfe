/** A task as the scheduler sees it. */
export interface ScheduledTask {
  readonly id: string;
  /** Whether the task belongs to the current deployment. */
  readonly isNew: boolean;
  readonly phase: "starting" | "running" | "stopping";
  /** Unknown until the first health checks have completed. */
  readonly health: "healthy" | "unhealthy" | "unknown";
}

export interface DeploymentRules {
  readonly desiredCount: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly scheduling: "REPLICA" | "DAEMON";
  /** Whether tasks may start. False while a failing service is throttled. */
  readonly mayStart: boolean;
}

export interface Step {
  readonly start: number;
  readonly stop: readonly string[];
}

/**
 * The scheduler's next step: starts new tasks up to the maximum percent, and stops old ones down to the minimum healthy
 * percent.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export function deploymentStep(tasks: readonly ScheduledTask[], rules: DeploymentRules): Step {
  const { desiredCount } = rules;
  const isDaemon = rules.scheduling === "DAEMON";
  const active = tasks.filter(({ phase }) => phase !== "stopping");
  const well = active.filter(({ health }) => health === "healthy").length;
  const lower = Math.ceil((desiredCount * rules.minimumHealthyPercent) / 100);
  const upper = Math.floor((desiredCount * rules.maximumPercent) / 100);

  const ours = active.filter(({ isNew }) => isNew);
  const failing = ours.filter(({ health }) => health === "unhealthy");
  const missing = desiredCount - (ours.length - failing.length);
  // A daemon's new task needs the instance of the old one.
  const room = isDaemon ? desiredCount - tasks.length : upper - active.length;
  const start = rules.mayStart ? Math.max(0, Math.min(missing, room)) : 0;

  const old = active.filter(({ isNew }) => !isNew);
  const surplus = start === 0 && missing < 0 ? inOrderOfLoss(ours).slice(0, -missing) : [];
  // A failing task is kept until its replacement runs, if there is room for both.
  const replaceable =
    old.length > 0 || well >= desiredCount || (start === 0 && room <= 0) ? failing : [];
  return { start, stop: spare([...surplus, ...replaceable, ...inOrderOfLoss(old)], well - lower) };
}

/** Orders tasks so that the ones that are cheaper to stop come first. */
function inOrderOfLoss(tasks: readonly ScheduledTask[]): readonly ScheduledTask[] {
  const loss = ({ health, phase }: ScheduledTask): number =>
    health === "healthy" ? 2 : phase === "running" ? 1 : 0;
  return [...tasks].sort((one, other) => loss(one) - loss(other));
}

/** The tasks to stop: unhealthy ones, and up to `healthyToSpare` healthy ones. */
function spare(tasks: readonly ScheduledTask[], healthyToSpare: number): readonly string[] {
  let left = Math.max(0, healthyToSpare);
  const stopped = new Set<string>();
  for (const { id, health } of tasks) {
    if (stopped.has(id)) continue;
    if (health === "healthy") {
      if (left === 0) continue;
      left -= 1;
    }
    stopped.add(id);
  }
  return [...stopped];
}
