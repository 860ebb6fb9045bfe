import { type CommandResult, runCommand } from "../../process/run-command";
import type { Slots } from "../../process/slots";
import { HeldApply } from "./held-apply";
import { type Plan, planOf } from "./plan";
import { TerraformError } from "./terraform-error";

export interface TerraformOptions {
  /** The folder of the stack's JSON. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Values of the stack's variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** How many commands may run at once, this one among others. @default any number */
  readonly slots?: Slots;
  /** Called after each command. */
  readonly onStep?: (step: Step) => void;
}

export interface Step {
  readonly command: string;
  readonly seconds: number;
  readonly failed: boolean;
}

const PLAN_FILE = "rehearsal.tfplan";

/** Most of an apply is waiting, so that more at once cost nothing. */
const PARALLELISM = "30";

/** Terraform, in one folder. */
export class Terraform {
  private readonly options: TerraformOptions;

  constructor(options: TerraformOptions) {
    this.options = options;
  }

  async init(
    ...args: readonly ("-backend=false" | "-migrate-state" | "-force-copy" | "-reconfigure")[]
  ): Promise<void> {
    await this.succeed("init", ["-input=false", ...args]);
  }

  async validate(): Promise<void> {
    await this.succeed("validate", []);
  }

  /** Plans and keeps the plan for `apply`. */
  async plan(): Promise<Plan> {
    const run = [
      "-input=false",
      "-detailed-exitcode",
      "-json",
      `-out=${PLAN_FILE}`,
      `-parallelism=${PARALLELISM}`,
    ];
    const result = await this.run("plan", [...run, ...this.variables]);
    if (result.exitCode === 1) throw this.error("plan", result);
    return planOf(result.stdout);
  }

  /** Carries out the last plan. */
  async apply(): Promise<void> {
    await this.succeed("apply", [
      "-input=false",
      "-json",
      `-parallelism=${PARALLELISM}`,
      PLAN_FILE,
    ]);
  }

  async destroy(): Promise<void> {
    const run = ["-input=false", "-auto-approve", "-json", `-parallelism=${PARALLELISM}`];
    await this.succeed("destroy", [...run, ...this.variables]);
  }

  /** Starts an apply that holds the lock and waits for its approval. */
  holdApply(): Promise<HeldApply> {
    return HeldApply.start(["apply", "-no-color", ...this.variables], this.options);
  }

  /** The last plan with every value, as Terraform's JSON has it. */
  async showPlan(): Promise<string> {
    return (await this.succeed("show", ["-json", PLAN_FILE])).stdout;
  }

  /** Addresses in the state. */
  async stateList(): Promise<readonly string[]> {
    const { stdout } = await this.succeed("state", ["list"]);
    return stdout.split("\n").filter((line) => line !== "");
  }

  private get variables(): readonly string[] {
    return Object.entries(this.options.variables).map(([name, value]) => `-var=${name}=${value}`);
  }

  private async succeed(command: string, args: readonly string[]): Promise<CommandResult> {
    const result = await this.run(command, args);
    if (result.exitCode !== 0) throw this.error(command, result);
    return result;
  }

  private async run(command: string, args: readonly string[]): Promise<CommandResult> {
    const { folder, env, slots, onStep } = this.options;
    const color = command === "state" || args.includes("-json") ? [] : ["-no-color"];
    const terraform = (): Promise<CommandResult> =>
      runCommand("terraform", [command, ...args, ...color], { cwd: folder, env });
    const result = await (slots?.use(terraform) ?? terraform());
    // Of a plan 2 says that there are changes.
    const failed = result.exitCode !== 0 && !(command === "plan" && result.exitCode === 2);
    onStep?.({ command, seconds: result.seconds, failed });
    return result;
  }

  private error(command: string, result: CommandResult): TerraformError {
    return new TerraformError(command, this.options.folder, result);
  }
}
