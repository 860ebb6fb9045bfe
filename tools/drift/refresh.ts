import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { knownCommandFailure } from "../bootstrap/explain-failure";
import { workFolder } from "../preview/workspaces";
import { type CommandResult, runCommand } from "../process/run-command";
import { terraformEnvironment } from "../process/terraform-environment";
import { projectRoot } from "../project-root";
import type { PlanJson } from "../rehearse/terraform/plan";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import type { SynthesizedStack } from "../synthesized/synthesis";
import { UserError } from "../terminal/user-error";

type Readable = Pick<SynthesizedStack, "name" | "folder" | "json">;

/**
 * Compares the state of a stack with the AWS account. Takes no lock and changes neither.
 *
 * @param env @default the environment of this process
 * @returns undefined for a stack that is not deployed
 * @throws UserError if the stack cannot be read
 */
export async function refresh(
  stack: Readable,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PlanJson | undefined> {
  await succeed(stack, env, "init", ["-input=false", "-no-color"]);
  return refreshInitialized(stack, env);
}

/**
 * The same for a preview, in the folder that `Workspaces.of` initialized. Only for a preview that exists: for another
 * workspace, Terraform would write an empty state.
 *
 * @param stack the one from which previews are deployed
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_workspace
 */
export async function refreshPreview(
  stack: SynthesizedStack,
  preview: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PlanJson | undefined> {
  return refreshInitialized(
    { name: stack.name, json: stack.json, folder: workFolder(stack) },
    { ...env, TF_WORKSPACE: preview, TF_VAR_preview_name: preview },
  );
}

async function refreshInitialized(
  stack: Readable,
  env: NodeJS.ProcessEnv,
): Promise<PlanJson | undefined> {
  const listed = await terraform(stack, env, "state", ["list"]);
  if (listed.stderr.includes("No state file was found")) return undefined;
  if (listed.exitCode !== 0) throw failure(stack, "state", listed);
  if (listed.stdout.trim() === "") return undefined;

  const plans = join(projectRoot(), ".build", "drift");
  mkdirSync(plans, { recursive: true });
  // A plan contains secrets.
  const folder = mkdtempSync(join(plans, "plan-"));
  try {
    const plan = join(folder, "plan");
    await succeed(stack, env, "plan", [
      ...["-refresh-only", "-lock=false", "-input=false", "-no-color", `-out=${plan}`],
      ...placeholders(stack, env),
    ]);
    return JSON.parse(await succeed(stack, env, "show", ["-json", plan])) as PlanJson;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function terraform(
  { folder }: Readable,
  env: NodeJS.ProcessEnv,
  command: string,
  args: readonly string[],
): Promise<CommandResult> {
  return runCommand("terraform", [command, ...args], {
    cwd: folder,
    env: terraformEnvironment(env),
  });
}

/** @returns the standard output */
async function succeed(
  stack: Readable,
  env: NodeJS.ProcessEnv,
  command: string,
  args: readonly string[],
): Promise<string> {
  const result = await terraform(stack, env, command, args);
  if (result.exitCode === 0) return result.stdout;
  throw failure(stack, command, result);
}

/** Values for required variables. A refresh does not use them, but Terraform requires them. */
function placeholders({ json }: Readable, env: NodeJS.ProcessEnv): readonly string[] {
  return json.requiredVariables
    .filter((name) => env[`TF_VAR_${name}`] === undefined)
    .map((name) => `-var=${name}=${SAMPLE_VARIABLES[name] ?? ""}`);
}

/** The state was read before a plan, so that what AWS denies to the plan is a resource, not the bucket. */
function failure(
  { json }: Readable,
  command: string,
  { stdout, stderr }: CommandResult,
): UserError {
  const output = `${stdout}${stderr}`;
  if (command === "plan" && DENIED.test(output)) {
    return new UserError(
      `Terraform could not read the resources, as AWS denied it:\n${output.trim()}`,
    );
  }
  const known = knownCommandFailure(command, output, json);
  return new UserError(known ?? `Terraform failed:\n${output.trim()}`);
}

const DENIED = /StatusCode: 403|AccessDenied|Forbidden|UnauthorizedOperation/;
