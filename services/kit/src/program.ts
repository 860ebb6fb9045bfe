import type { FastifyInstance } from "fastify";
import { serve } from "./lifecycle";
import { startTracing } from "./tracing";
import { SettingsError, type CommonSettings, type Environment } from "./settings";

/**
 * Runs a program until it receives a signal. An invalid setting or an unavailable port is reported on one line each, and
 * the process exits with code 1.
 */
export function run<Settings extends CommonSettings>(
  readSettings: (environment: Environment) => Settings,
  createServer: (settings: Settings) => FastifyInstance,
): void {
  const start = async () => {
    const settings = readSettings(process.env);
    const tracing = await startTracing(process.env);
    const server = createServer(settings);
    tracing?.observe(server);
    await serve(server, settings, tracing);
  };
  start().catch((error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  });
}

/** @returns a message if the user can fix the problem, or the whole error */
function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  if (
    error instanceof Error &&
    "code" in error &&
    "syscall" in error &&
    error.syscall === "listen"
  ) {
    const port = "port" in error ? String(error.port) : "its port";
    if (error.code === "EADDRINUSE") return `Port ${port} is in use. Set PORT to a free port.`;
    if (error.code === "EACCES")
      return `Port ${port} may not be used by this user. Set PORT to 1024 or above.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
