import { serve } from "./lifecycle";
import { createServer } from "./server";
import { readSettings, SettingsError } from "./settings";

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  await serve(createServer(settings), settings);
}

/** @returns what a user can do something about, or the whole error */
function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  if (
    error instanceof Error &&
    "code" in error &&
    "syscall" in error &&
    error.syscall === "listen"
  ) {
    const port = "port" in error ? String(error.port) : "its port";
    if (error.code === "EADDRINUSE") return `Port ${port} is taken. Set PORT to a free one.`;
    if (error.code === "EACCES")
      return `Port ${port} may not be used by this user. Set PORT to 1024 or above.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
