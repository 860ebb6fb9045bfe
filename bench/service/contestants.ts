import type { Installation } from "./installation";

export interface Contestant {
  readonly name: string;
  readonly isReference: boolean;
  readonly command: (port: number) => readonly [program: string, ...args: string[]];
  readonly environment: (port: number) => Readonly<Record<string, string>>;
}

/**
 * Each with one worker and one log line per request, as in production. The reference runs with both gunicorn workers that
 * need no additional package: `sync`, the default, which closes each connection after one response, and `gthread`, which
 * keeps connections open.
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
