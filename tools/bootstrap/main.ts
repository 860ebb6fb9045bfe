import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../project-root";

/**
 * `npm run bootstrap -- <environment> [options of cdktf deploy]`: makes the bucket of an environment's states, and moves
 * the state of the stack that made it in there. Once an environment; from then on it is deployed like any other stack.
 */
const [environment, ...options] = process.argv.slice(2);

if (environment === undefined || environment.startsWith("-")) {
  console.error("usage: npm run bootstrap -- <environment> [options of cdktf deploy]");
  process.exit(1);
}
console.log(
  `1. Makes the bucket, with the state of state-${environment} in a file beside the project.`,
);
deploy({ STATE_BACKEND: "local" });
console.log(`2. Moves the state of state-${environment} into the bucket.`);
deploy({}, "--migrate-state");

function deploy(variables: NodeJS.ProcessEnv, ...more: string[]): void {
  const cdktf = join(projectRoot(), "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
  const { status, error } = spawnSync(
    process.execPath,
    [cdktf, "deploy", `state-${environment}`, ...more, ...options],
    { cwd: projectRoot(), stdio: "inherit", env: { ...process.env, ...variables } },
  );
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
