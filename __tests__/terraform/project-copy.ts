import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type CommandResult, runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";

/** What is not of the project's own making, or of no use to a synth. */
const NOT_COPIED = ["node_modules", ".git", ".build", "cdktf.out", "reports", "coverage", "bench"];

/** The project as somebody else has it, so that what the cdktf command writes disturbs nobody. */
export class ProjectCopy {
  readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.env = env;
    mkdirSync(folder);
    for (const entry of readdirSync(projectRoot()).filter((name) => !NOT_COPIED.includes(name))) {
      cpSync(join(projectRoot(), entry), join(folder, entry), {
        recursive: true,
        preserveTimestamps: true,
        filter: (path) => basename(path) !== "node_modules",
      });
    }
    symlinkSync(join(projectRoot(), "node_modules"), join(folder, "node_modules"), "junction");
  }

  /** Pins the AWS provider of a stack in the file that a user would pin it with: an override. */
  pinAwsProvider(stack: string, version: string): void {
    const folder = join(this.folder, "cdktf.out", "stacks", stack);
    mkdirSync(folder, { recursive: true });
    const aws = { source: "hashicorp/aws", version };
    writeFileSync(
      join(folder, "pin_override.tf.json"),
      JSON.stringify({ terraform: { required_providers: { aws } } }),
    );
  }

  /** Runs the cdktf command, and fails when it does. */
  async cdktf(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const program = join(projectRoot(), "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
    return this.run([program, ...args], env);
  }

  /** Runs a program of the project, and fails when it does. */
  async node(...args: readonly string[]): Promise<string> {
    return this.run(args, {});
  }

  /** Runs a command line as a page shows it, and fails when it does. */
  async shell(command: string): Promise<string> {
    return this.run(["-c", command], {}, "bash");
  }

  private async run(
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    program = process.execPath,
  ): Promise<string> {
    const result = await runCommand(program, args, {
      cwd: this.folder,
      env: {
        ...this.env,
        ...env,
        // The command would keep providers in the home folder of whoever runs the tests.
        CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true",
        CI: "true",
        FORCE_COLOR: "0",
      },
    });
    if (result.exitCode !== 0) throw new Error(told(args, result));
    return result.stdout;
  }
}

function told(args: readonly string[], { exitCode, stdout, stderr }: CommandResult): string {
  return `${args.join(" ")} ended with exit code ${exitCode}:\n${stdout}\n${stderr}`;
}
