import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endWithThisProcess } from "../process/children";
import { type CommandResult, runCommand } from "../process/run-command";
import { terraformEnvironment } from "../process/terraform-environment";
import { projectRoot } from "../project-root";
import type { SynthesizedStack } from "../synthesized/synthesis";
import { writeStack } from "../synthesized/work-folder";

const BACKEND_FILE = "backend_override.tf.json";

/**
 * A folder for Terraform to work on the stack of an environment's state, apart from cdktf.out: there the stack always keeps
 * its state in the bucket, whatever happens here.
 */
export class StateFolder {
  /** Where the state is while there is no bucket; what a run that failed has made is written down in it. */
  readonly localState: string;
  private readonly folder: string;

  constructor(stack: SynthesizedStack, environment: string) {
    this.localState = join(projectRoot(), `terraform.${stack.name}.tfstate`);
    this.folder = join(projectRoot(), ".build", "bootstrap", environment);
    // A version pinned by the user, say, is beside the stack.
    writeStack(stack, this.folder, join(projectRoot(), "cdktf.out", "stacks", stack.name));
  }

  get hasLocalState(): boolean {
    return existsSync(this.localState);
  }

  removeLocalState(): void {
    for (const file of [this.localState, `${this.localState}.backup`])
      rmSync(file, { force: true });
  }

  /** @param how what becomes of the state that Terraform knew before */
  async useLocalState(how: "-reconfigure" | "-migrate-state"): Promise<CommandResult> {
    const backend = { local: { path: this.localState } };
    writeFileSync(join(this.folder, BACKEND_FILE), JSON.stringify({ terraform: { backend } }));
    return this.init(how);
  }

  async useBucket(how: "-reconfigure" | "-migrate-state"): Promise<CommandResult> {
    rmSync(join(this.folder, BACKEND_FILE), { force: true });
    return this.init(how);
  }

  /** Addresses of what the state knows, data sources left out. */
  async resources(): Promise<readonly string[]> {
    const { stdout } = await this.terraform("state", "list");
    return stdout.split("\n").filter((line) => line !== "" && !line.startsWith("data."));
  }

  terraform(...args: readonly string[]): Promise<CommandResult> {
    return runCommand("terraform", args, { cwd: this.folder, env: terraformEnvironment() });
  }

  /** Runs Terraform at the user's terminal, where it asks for approval. @returns its exit code */
  terraformAtTerminal(...args: readonly string[]): Promise<number> {
    const child = spawn("terraform", args, {
      cwd: this.folder,
      env: terraformEnvironment(),
      stdio: "inherit",
    });
    endWithThisProcess(child);
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        resolve(code ?? 1);
      });
    });
  }

  private init(how: "-reconfigure" | "-migrate-state"): Promise<CommandResult> {
    const copy = how === "-migrate-state" ? ["-force-copy"] : [];
    return this.terraform("init", "-input=false", "-no-color", how, ...copy);
  }
}
