import type { Installation } from "./installation";

export interface Contestant {
  readonly name: string;
  readonly isReference: boolean;
  /** With a line of log for each request, as in production, or without. */
  readonly logsRequests: boolean;
  readonly command: (port: number) => readonly [program: string, ...args: string[]];
  readonly environment: (port: number) => Readonly<Record<string, string>>;
}

/**
 * Each with one worker. The reference comes with both of gunicorn's workers that need no further package: `sync`, its
 * default, which closes every connection after one answer, and `gthread`, which keeps connections.
 */
export function listContestants(installation: Installation): readonly Contestant[] {
  return [true, false].flatMap((logsRequests) => [
    httpApi(installation, logsRequests),
    flask(installation, logsRequests, "sync"),
    flask(installation, logsRequests, "gthread", "--threads", "4"),
  ]);
}

function httpApi(installation: Installation, logsRequests: boolean): Contestant {
  return {
    name: "http-api",
    isReference: false,
    logsRequests,
    command: () => [process.execPath, installation.serviceBundle],
    environment: (port) => ({ PORT: String(port), LOG_LEVEL: logsRequests ? "info" : "warn" }),
  };
}

function flask(
  installation: Installation,
  logsRequests: boolean,
  workerClass: string,
  ...options: readonly string[]
): Contestant {
  const log = logsRequests ? ["--access-logfile", "-"] : [];
  return {
    name: `Flask, gunicorn ${workerClass}`,
    isReference: true,
    logsRequests,
    command: (port) => [
      installation.gunicorn,
      ...["--chdir", installation.flaskFolder, "--bind", `127.0.0.1:${port}`],
      ...["--workers", "1", "--worker-class", workerClass, ...options, ...log],
      "main:app",
    ],
    environment: () => ({}),
  };
}
