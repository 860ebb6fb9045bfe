import {
  commonSettings,
  readSettings,
  text,
  trueOrFalse,
  variable,
  wholeNumber,
  type Environment,
} from "@services/kit/settings";

export type WorkerSettings = ReturnType<typeof readWorkerSettings>;

/** @throws SettingsError naming every variable that is wrong */
export function readWorkerSettings(environment: Environment) {
  return readSettings(
    {
      QUEUE_URL: variable("the URL of an SQS queue", (value) => URL.canParse(value)),
      /** How long one message may take, before it counts as failed. */
      MESSAGE_TIMEOUT_SECONDS: wholeNumber(1, 43_000).default(20),
      /** How many messages are worked on at the same time. */
      CONCURRENCY: wholeNumber(1, 10).default(10),
      /** How long a call waits for a message: an answer without one costs as much as one with ten. */
      WAIT_SECONDS: wholeNumber(0, 20).default(20),
      /** Whether ECS is asked to leave the task alone while it works. */
      SCALE_IN_PROTECTION: trueOrFalse().default(true),
      /** Set by ECS: the agent beside the task. */
      ECS_AGENT_URI: text().optional(),
      ...commonSettings(8080),
    },
    environment,
  );
}
