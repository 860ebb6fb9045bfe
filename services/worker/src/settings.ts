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

/** @throws SettingsError that lists every invalid variable */
export function readWorkerSettings(environment: Environment) {
  return readSettings(
    {
      QUEUE_URL: variable("the URL of an SQS queue", (value) => URL.canParse(value)),
      /** Time limit for one message, after which it counts as failed. */
      MESSAGE_TIMEOUT_SECONDS: wholeNumber(1, 43_000).default(20),
      /** Number of messages that are processed at the same time. */
      CONCURRENCY: wholeNumber(1, 10).default(10),
      /** Wait time of a receive call. An empty response costs as much as one with ten messages. */
      WAIT_SECONDS: wholeNumber(0, 20).default(20),
      /** Whether to protect the task from scale-in while it works. */
      SCALE_IN_PROTECTION: trueOrFalse().default(true),
      /** Address of the ECS agent. Set by ECS. */
      ECS_AGENT_URI: text().optional(),
      ...commonSettings(8080),
    },
    environment,
  );
}
