import type { FastifyBaseLogger } from "fastify";

/**
 * Shuts the program down gracefully when the database rejects its password. RDS rotates a managed password every seven
 * days, and only a new task gets the new one. Until then, open connections keep working.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export class Replacement {
  private readonly graceSeconds: number;
  private readonly log: FastifyBaseLogger;
  private timer: NodeJS.Timeout | undefined;

  /** @param graceSeconds the program exits after a random part of this time, so that not all tasks exit at once */
  constructor(graceSeconds: number, log: FastifyBaseLogger) {
    this.graceSeconds = graceSeconds;
    this.log = log;
  }

  readonly ask = (): void => {
    if (this.timer !== undefined) return;
    const seconds = Math.round(Math.random() * this.graceSeconds);
    this.log.error(
      { seconds },
      "the database rejects the password: exiting, so that a new task takes over",
    );
    this.timer = setTimeout(() => process.kill(process.pid, "SIGTERM"), seconds * 1000);
  };

  cancel(): void {
    clearTimeout(this.timer);
  }
}
