import type { FastifyBaseLogger } from "fastify";

/**
 * Ends the program in good order when the database takes its password no more: RDS renews the password that it manages
 * every seven days, and only a new task reads the new one. Until then the connections that are open go on serving.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export class Replacement {
  private readonly graceSeconds: number;
  private readonly log: FastifyBaseLogger;
  private timer: NodeJS.Timeout | undefined;

  /** @param graceSeconds in a random part of which it ends, so that not all tasks do at once */
  constructor(graceSeconds: number, log: FastifyBaseLogger) {
    this.graceSeconds = graceSeconds;
    this.log = log;
  }

  readonly ask = (): void => {
    if (this.timer !== undefined) return;
    const seconds = Math.round(Math.random() * this.graceSeconds);
    this.log.error(
      { seconds },
      "the database takes the password no more: ending, so that a new task takes over",
    );
    this.timer = setTimeout(() => process.kill(process.pid, "SIGTERM"), seconds * 1000);
  };

  cancel(): void {
    clearTimeout(this.timer);
  }
}
