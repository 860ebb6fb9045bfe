import { reasonOf } from "@services/kit/request-error";
import type { FastifyBaseLogger } from "fastify";
import { setTimeout as delay } from "node:timers/promises";
import { connectOnce, type Database, within } from "./database";
import { isPasswordRefused, unavailable } from "./database-errors";
import type { MasterPassword } from "./master-password";
import type { Migrations } from "./migrations";
import { migrate } from "./migrator";
import type { Replacement } from "./replacement";
import { grantAccount, serviceAccount } from "./service-user";
import type { SchoolSettings } from "./settings";

const migrationTimeoutMs = 120_000;
const firstPauseMs = 200;
const longestPauseMs = 3_000;

export interface PreparationParts {
  readonly settings: SchoolSettings;
  readonly migrations: Migrations;
  readonly database: Database;
  readonly masterPassword: MasterPassword;
  readonly replacement: Replacement;
  readonly log: FastifyBaseLogger;
}

/** Prepares the database in the background, however late it becomes available: its tables and the account for requests. */
export class Preparation {
  private readonly parts: PreparationParts;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private hasSucceeded = false;
  private isRefused = false;

  constructor(parts: PreparationParts) {
    this.parts = parts;
  }

  /**
   * Whether the program is ready for requests: after its first success, even while the database is unavailable, but not
   * while the database rejects every password that the program knows.
   */
  get isReady(): boolean {
    return this.hasSucceeded && !this.isRefused;
  }

  /** @throws RequestError 503 until the tables exist */
  requireTables(): void {
    if (!this.hasSucceeded) throw unavailable(new Error("the tables are not up to date yet"));
  }

  /** Retries until it succeeds or {@link stop} is called. Starts over whenever the database rejects the account. */
  begin(): void {
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { log, masterPassword, replacement } = this.parts;
    const { signal } = this.stopping;
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      try {
        const applied = await within(migrationTimeoutMs, this.prepare(), signal);
        this.hasSucceeded = true;
        this.isRefused = false;
        log.info({ applied }, "tables are up to date");
        return;
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ reason: reasonOf(error) }, "tables can't be brought up to date yet");
        this.isRefused = isPasswordRefused(error);
        if (this.isRefused) {
          if (await masterPassword.renew()) continue;
          if (this.hasSucceeded && !masterPassword.canRenew) replacement.ask();
        }
      }
      // Random pauses keep tasks that start together from retrying together.
      const jitteredMs = pauseMs * (0.5 + Math.random() / 2);
      await delay(jitteredMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }

  private async prepare(): Promise<readonly number[]> {
    const { settings, migrations, database, masterPassword } = this.parts;
    const password = masterPassword.value;
    const connection = await connectOnce(settings, { user: settings.DB_USER, password });
    const end = () => {
      connection.destroy();
    };
    this.stopping.signal.addEventListener("abort", end);
    try {
      const applied = await migrate(connection, migrations);
      const account = serviceAccount(settings, password);
      await grantAccount(connection, settings, account, migrations);
      database.use(account);
      // Ready means that the account works, so that the first request finds a connection.
      await database.withConnection((own) => own.ping());
      return applied;
    } finally {
      this.stopping.signal.removeEventListener("abort", end);
      await connection.end().catch(end);
    }
  }
}
