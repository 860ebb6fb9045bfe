import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the programs of this benchmark. None of them is a dependency of the project. */
export interface Installation {
  readonly flaskFolder: string;
  readonly gunicorn: string;
  readonly python: string;
  readonly serviceBundle: string;
  readonly autocannon: string;
}

/** Installs what is missing: the load generator, the service and, in a virtual environment, the reference. */
export function install(root: string): Installation {
  const bench = join(root, "bench/service");
  const services = join(root, "services");
  for (const folder of [bench, services]) {
    if (!existsSync(join(folder, "node_modules"))) {
      run("npm", ["ci", "--no-audit", "--no-fund"], folder);
    }
  }
  run("npm", ["run", "--silent", "build", "--workspace", "@services/http-api"], services);

  const flaskFolder = join(bench, "flask_app");
  const environment = join(bench, ".venv");
  const bin = join(environment, "bin");
  installPython(join(flaskFolder, "requirements.txt"), environment);
  return {
    flaskFolder,
    gunicorn: join(bin, "gunicorn"),
    python: join(bin, "python"),
    serviceBundle: join(services, "http-api/dist/main.cjs"),
    autocannon: join(bench, "node_modules/autocannon/autocannon.js"),
  };
}

function installPython(requirements: string, environment: string): void {
  const installed = join(environment, "installed-requirements.txt");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return;
  run("python3", ["-m", "venv", "--clear", environment]);
  run(join(environment, "bin/pip"), ["install", "--quiet", "--requirement", requirements]);
  writeFileSync(installed, wanted);
}

function run(command: string, args: readonly string[], folder?: string): void {
  // Their output goes to standard error, so that it does not mix with the results.
  const { status, error } = spawnSync(command, args, { cwd: folder, stdio: ["ignore", 2, 2] });
  if (error !== undefined)
    throw new Error(`${command} is needed and can't be run: ${error.message}`);
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")} exited with ${status ?? "a signal"}.`);
}
