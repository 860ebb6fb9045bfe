import type { Installation } from "./installation";

export interface Contestant {
  readonly name: string;
  readonly isReference: boolean;
  readonly command: (port: number) => readonly [program: string, ...args: string[]];
  readonly environment: (port: number) => Readonly<Record<string, string>>;
}

/**
 * Each with one worker, and with a line of log for each request, as in production. The reference comes with both of
 * gunicorn's workers that need no further package: `sync`, its default, which closes every connection after one answer,
 * and `gthread`, which keeps connections.
 */
export function listContestants(installation: Installation): readonly Contestant[] {
  return [
    httpApi(installation),
    flask(installation, "sync"),
    flask(installation, "gthread", "--threads", "4"),
  ];
}

function httpApi(installation: Installation): Contestant {
  return {
    name: "http-api",
    isReference: false,
    command: () => [process.execPath, installation.serviceBundle],
    environment: (port) => ({ PORT: String(port), LOG_LEVEL: "info" }),
  };
}

function flask(
  installation: Installation,
  workerClass: string,
  ...options: readonly string[]
): Contestant {
  return {
    name: `Flask, gunicorn ${workerClass}`,
    isReference: true,
    command: (port) => [
      installation.gunicorn,
      ...["--chdir", installation.flaskFolder, "--bind", `127.0.0.1:${port}`],
      ...["--workers", "1", "--worker-class", workerClass, ...options],
      ...["--access-logfile", "-", "main:app"],
    ],
    environment: () => ({}),
  };
}
