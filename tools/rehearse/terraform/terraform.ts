import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { endWithThisProcess } from "../../process/children";
import { type CommandResult, runCommand } from "../../process/run-command";
import { UserError } from "../../terminal/user-error";
import type { Slots } from "../../process/slots";
import { type Plan, type PlanJson, planOf } from "./plan";
import type { ProviderPool } from "./provider-pool";

export interface TerraformOptions {
  /** The folder of the stack's JSON. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Values of the stack's variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Processes of the AWS provider to use. @default - Terraform starts one for each command */
  readonly providers?: ProviderPool;
  /** Maximum number of commands that run at once. @default no limit */
  readonly slots?: Slots;
  /** Aborts when the account is gone. @default never */
  readonly endedBy?: AbortSignal;
  /** Called before each command. */
  readonly onStart?: (command: string) => void;
  /** Called after each command. */
  readonly onStep?: (step: Step) => void;
}

export interface Step {
  readonly command: string;
  readonly seconds: number;
  readonly failed: boolean;
}

export type InitArgument = "-backend=false" | "-migrate-state" | "-force-copy" | "-reconfigure";

/**
 * Commands that use a provider, and the one that installs them. An init skips a running provider, which saves reading
 * 700 MB for a checksum.
 */
const USES_PROVIDERS: readonly string[] = ["init", "validate", "plan", "apply", "destroy", "show"];

const PLAN_FILE = "rehearsal.tfplan";

/** An apply mostly waits, so higher parallelism costs little. */
const UNATTENDED = ["-input=false", "-json", "-parallelism=30"];

/** Terraform in one folder. */
export class Terraform {
  private readonly options: TerraformOptions;

  constructor(options: TerraformOptions) {
    this.options = options;
  }

  /** The same folder with other variable values. */
  with(variables: Readonly<Record<string, string>>): Terraform {
    return new Terraform({ ...this.options, variables });
  }

  async init(...args: readonly InitArgument[]): Promise<void> {
    await this.succeed("init", ["-input=false", ...args]);
  }

  async validate(): Promise<void> {
    await this.succeed("validate", []);
  }

  /** Plans and keeps the plan for `apply`. */
  async plan(): Promise<Plan> {
    const run = [...UNATTENDED, "-detailed-exitcode", `-out=${PLAN_FILE}`, ...this.variables];
    const result = await this.run("plan", run);
    if (result.exitCode === 1) throw this.error("plan", result);
    return planOf(result.stdout);
  }

  /** Applies the last plan. */
  async apply(): Promise<void> {
    await this.succeed("apply", [...UNATTENDED, PLAN_FILE]);
  }

  /**
   * Plans and applies in one command, for a stack without resources. Starting the provider takes half of a plan's time.
   */
  async applyAtOnce(): Promise<Plan> {
    const run = [...UNATTENDED, "-auto-approve", ...this.variables];
    return planOf((await this.succeed("apply", run)).stdout);
  }

  async destroy(): Promise<void> {
    await this.succeed("destroy", [...UNATTENDED, "-auto-approve", ...this.variables]);
  }

  /** Starts an apply that holds the lock and waits for approval. */
  async holdApply(): Promise<HeldApply> {
    const { folder, env } = this.options;
    const attached = { ...env, ...(await this.attached("apply")) };
    return HeldApply.start(["apply", "-no-color", ...this.variables], { folder, env: attached });
  }

  /** Releases another process's lock. */
  async forceUnlock(lockId: string): Promise<void> {
    await this.succeed("force-unlock", ["-force", lockId]);
  }

  /** The last plan, with all values. */
  async showPlan(): Promise<PlanJson> {
    return JSON.parse((await this.succeed("show", ["-json", PLAN_FILE])).stdout) as PlanJson;
  }

  /** Addresses in the state. */
  async stateList(): Promise<readonly string[]> {
    const { stdout } = await this.succeed("state", ["list"]);
    return stdout.split("\n").filter((line) => line !== "");
  }

  /** The complete stored state, with every attribute. */
  async statePull(): Promise<unknown> {
    return JSON.parse((await this.succeed("state", ["pull"])).stdout);
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
    const { folder: cwd, env, endedBy, slots, onStart, onStep } = this.options;
    const color = command === "state" || args.includes("-json") ? [] : ["-no-color"];
    const run = (more: NodeJS.ProcessEnv): Promise<CommandResult> =>
      runCommand("terraform", [command, ...color, ...args], {
        cwd,
        env: { ...env, ...more },
        endedBy,
      });
    const terraform = async (): Promise<CommandResult> => {
      onStart?.(command);
      return run(await this.attached(command));
    };
    const result = await (slots?.use(terraform) ?? terraform());
    // A plan exits with 2 if there are changes.
    const failed = result.exitCode !== 0 && !(command === "plan" && result.exitCode === 2);
    onStep?.({ command, seconds: result.seconds, failed });
    return result;
  }

  /** Environment variables that connect a command to running provider processes. */
  private async attached(command: string): Promise<NodeJS.ProcessEnv> {
    const { folder, env, providers } = this.options;
    if (providers === undefined || !USES_PROVIDERS.includes(command)) return {};
    return providers.attach(folder, env.AWS_ENDPOINT_URL ?? "");
  }

  private error(command: string, result: CommandResult): TerraformError {
    return new TerraformError(command, this.options.folder, result);
  }
}

const QUESTION = "Enter a value:";

/** An apply that waits for approval and holds the state lock. */
export class HeldApply {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;

  private constructor(child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.child = child;
  }

  static async start(
    args: readonly string[],
    options: { readonly folder: string; readonly env: NodeJS.ProcessEnv },
  ): Promise<HeldApply> {
    const child = spawn("terraform", args, {
      cwd: options.folder,
      env: options.env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    endWithThisProcess(child);
    await new Promise<void>((resolve, reject) => {
      let output = "";
      const read = (text: string): void => {
        output += text;
        if (output.includes(QUESTION)) resolve();
      };
      child.stdout.setEncoding("utf8").on("data", read);
      child.stderr.setEncoding("utf8").on("data", read);
      child.once("error", reject);
      child.once("close", () => {
        reject(new Error(`terraform apply ended before it asked for approval:\n${output}`));
      });
    });
    return new HeldApply(child);
  }

  /** Rejects the plan: nothing changes, and the lock is released. */
  async refuse(): Promise<void> {
    const closed = once(this.child, "close");
    this.child.stdin.end("no\n");
    await closed;
  }
}

interface DiagnosticLine {
  readonly type: string;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
  };
}

/** A failed Terraform command, with Terraform's messages. */
export class TerraformError extends UserError {
  readonly command: string;

  constructor(command: string, folder: string, result: CommandResult) {
    super(
      `terraform ${command} failed in ${folder}:\n${errorsIn(result.stdout)}${result.stderr}`.trimEnd(),
    );
    this.command = command;
  }
}

/** The errors in the JSON lines of a plan or an apply. Any other output is returned unchanged. */
function errorsIn(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  if (!lines.every((line) => line.startsWith("{"))) return output;
  const errors = lines
    .map((line) => (JSON.parse(line) as DiagnosticLine).diagnostic)
    .filter((diagnostic) => diagnostic?.severity === "error")
    .map((error) => `${error?.address ?? ""} ${error?.summary}\n${error?.detail}`.trim());
  return errors.length > 0 ? `${errors.join("\n")}\n` : output;
}
