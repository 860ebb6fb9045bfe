import type { EnvironmentSettings } from "../../../settings/environment";

type Deployment = NonNullable<
  NonNullable<EnvironmentSettings["systems"]["http-scale-out"]>["deployment"]
>;

/** When alarms roll a deployment back: every limit, none of them at its default. */
export const limits = { serverErrorPercent: 2, latencyMilliseconds: 800, evaluationMinutes: 4 };

/** A rolling update with every setting there is; a new object for each service, so that tests can change one of them. */
export function rollingWithAlarms(): { kind: "rolling"; rollback: "alarms" } & typeof limits {
  return { ...limits, kind: "rolling", rollback: "alarms" };
}

/** Blue/green by ECS with every setting there is. */
export function shiftingWithHooks(): Deployment {
  return {
    ...limits,
    kind: "blue-green-by-ecs",
    shift: { kind: "linear", stepPercent: 20, stepBakeTimeMinutes: 5 },
    bakeTimeMinutes: 10,
    lifecycleHooks: [
      {
        functionArn: "arn:aws:lambda:eu-west-1:111122223333:function:smoke-test:live",
        stages: ["POST_SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT"],
      },
    ],
    rollback: "alarms",
  };
}

/** A scheduled task with every setting there is. */
export function nightly() {
  return {
    "clean-up": {
      schedule: "cron(0 3 * * ? *)",
      timezone: "Europe/Berlin",
      command: ["node", "clean-up.js", "--days", "30"],
      environment: { BATCH: "100" },
      enabled: false,
      retries: 5,
      maximumAgeMinutes: 10,
    },
  };
}

export function migration() {
  return {
    command: ["node", "migrate.js", "${latest}"],
    environment: { LOCK_SECONDS: "30" },
    timeoutMinutes: 5,
  };
}
