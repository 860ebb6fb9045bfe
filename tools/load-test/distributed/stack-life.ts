import { spawn } from "node:child_process";
import { explainInitFailure } from "../../bootstrap/explain-failure";
import { endWithThisProcess } from "../../process/children";
import { terraformEnvironment } from "../../process/terraform-environment";
import { textOf } from "../../synthesized/fields";
import type { SynthesizedStack } from "../../synthesized/synthesis";
import { UserError } from "../../terminal/user-error";
import type { Place } from "./fleet";
import type { LoadTestStack } from "./load-test-stack";

export interface StackLifeOptions {
  readonly target: LoadTestStack;
  /** Values of the stacks' variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly tell: (line: string) => void;
}

/** Deploys the stack of a load test and destroys it, with Terraform in cdktf.out. */
export class StackLife {
  private readonly options: StackLifeOptions;
  /** Whether the stack may exist. */
  private isUp = false;

  constructor(options: StackLifeOptions) {
    this.options = options;
  }

  async up(): Promise<Place> {
    const { target, tell } = this.options;
    const { images, stack } = target;
    if (images !== undefined) {
      tell(`Deploying ${images.name}: builds the image unless its sources are unchanged.`);
      await this.apply(images);
    }
    tell(`Deploying ${stack.name}.`);
    this.isUp = true;
    await this.apply(stack);
    const outputs = JSON.parse(await this.terraform(stack, "output", "-json")) as Record<
      string,
      { readonly value: unknown } | undefined
    >;
    const text = (name: string): string => textOf(outputs[name] ?? {}, "value", "");
    const texts = (name: string) => (outputs[name]?.value ?? []) as readonly string[];
    return {
      region: target.region,
      clusterName: text("cluster_name"),
      taskDefinitionArn: text("task_definition_arn"),
      subnetIds: texts("subnet_ids"),
      securityGroupIds: texts("security_group_ids"),
      assignPublicIp: text("assign_public_ip") === "true",
      bucketName: text("bucket_name"),
      scheduleGroupName: text("schedule_group_name"),
      scheduleRoleArn: text("schedule_role_arn"),
    };
  }

  /** Destroys the stack if it may exist. The image's stack stays. */
  async down(): Promise<void> {
    if (!this.isUp) return;
    const { target, tell } = this.options;
    tell(`Destroying ${target.stack.name}.`);
    try {
      await this.terraform(target.stack, "destroy", ...this.approved(target.stack));
    } catch (error) {
      throw new UserError(
        `${(error as Error).message}\n${target.stack.name} was not destroyed completely, and may cost money. ${this.byHand}`,
      );
    }
    this.isUp = false;
    tell(`${target.stack.name} is gone.`);
  }

  /** How to destroy the stack if this process cannot, or undefined if there is no stack. */
  get leftover(): string | undefined {
    return this.isUp
      ? `${this.options.target.stack.name} may still exist. ${this.byHand}`
      : undefined;
  }

  /** How to destroy a stack that is kept. */
  get byHand(): string {
    const { target } = this.options;
    const values = Object.entries(target.stack.json.valuesFor(this.options.variables))
      .filter(([name]) => target.stack.json.requiredVariables.includes(name))
      .map(([name, value]) => ` --var ${name}=${value}`);
    return `To destroy it, run: npm run cdktf -- destroy ${target.stack.name}${values.join("")}`;
  }

  private async apply(stack: SynthesizedStack): Promise<void> {
    await this.terraform(stack, "init", "-input=false", "-no-color");
    await this.terraform(stack, "apply", ...this.approved(stack));
  }

  private approved({ json }: SynthesizedStack): readonly string[] {
    const values = Object.entries(json.valuesFor(this.options.variables));
    return [
      "-input=false",
      "-no-color",
      "-auto-approve",
      ...values.map(([name, value]) => `-var=${name}=${value}`),
    ];
  }

  /** @returns the standard output */
  private async terraform(stack: SynthesizedStack, ...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await runTerraform(stack.folder, args);
    if (exitCode === 0) return stdout;
    const [command = ""] = args;
    // Later commands fail for reasons unrelated to the bucket.
    if (command === "init") throw explainInitFailure(stderr || stdout, stack.json);
    throw new UserError(
      `terraform ${command} of ${stack.name} failed:\n${(stderr || stdout).trim()}`,
    );
  }
}

/** Runs outside the terminal's process group, so that Ctrl-C does not interrupt a change of resources. */
function runTerraform(
  cwd: string,
  args: readonly string[],
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("terraform", args, {
      cwd,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: terraformEnvironment(),
    });
    endWithThisProcess(child);
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ exitCode: code ?? 1, ...output });
    });
  });
}
