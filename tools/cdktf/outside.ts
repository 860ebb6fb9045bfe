import { knownInitFailure } from "../bootstrap/explain-failure";
import { runCommand } from "../process/run-command";
import { terraformEnvironment } from "../process/terraform-environment";
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
      env: terraformEnvironment(),
    }),
  );
  if (exitCode === 0) return;
  const message = knownInitFailure(`${stdout}${stderr}`, json);
  if (message !== undefined) throw new UserError(message);
}
