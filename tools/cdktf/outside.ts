import { knownFailure, NO_BUCKET } from "../bootstrap/explain-failure";
import { runCommand } from "../process/run-command";
import type { SynthesizedStack } from "../synthesized/synthesis";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";

/**
 * Runs `terraform init` in a stack's folder before the cdktf command does, which reports its failures in a hundred lines and
 * without a fix. The stacks of an environment share their credentials, provider and state bucket: one stands for all. Other
 * failures are left to the cdktf command.
 *
 * @throws UserError when Terraform cannot reach the state or install the provider
 */
export async function requireTerraformInit({
  name,
  folder,
  json,
}: SynthesizedStack): Promise<void> {
  console.error(`Preparing Terraform in ${name} ...`);
  const { exitCode, stdout, stderr } = await withProgress("Preparing Terraform", () =>
    runCommand("terraform", ["init", "-input=false", "-no-color"], {
      cwd: folder,
      env: { CHECKPOINT_DISABLE: "1", ...process.env },
    }),
  );
  if (exitCode === 0) return;
  const output = `${stdout}${stderr}`;
  const bucket = json.s3Backend?.bucket ?? "";
  if (NO_BUCKET.test(output)) {
    throw new UserError(
      `The state bucket "${bucket}" does not exist. Create it: npm run bootstrap -- ${json.defaultTags.Environment ?? "<environment>"}`,
    );
  }
  const message = knownFailure(output, bucket);
  if (message !== undefined) throw new UserError(message);
}
