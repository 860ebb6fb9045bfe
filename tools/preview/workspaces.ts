import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { knownCommandFailure } from "../bootstrap/explain-failure";
import { moveIntoPlace } from "../process/move-into-place";
import { type CommandResult, runCommand } from "../process/run-command";
import { terraformEnvironment } from "../process/terraform-environment";
import { projectRoot } from "../project-root";
import type { SynthesizedStack } from "../synthesized/synthesis";
import { filesOf, writeStack } from "../synthesized/work-folder";
import { UserError } from "../terminal/user-error";
import type { PreviewedSystem } from "./previewed-systems";

/** Values of a stack's variables. */
export type Variables = Readonly<Record<string, string>>;

/** What Terraform says about a problem that users can solve, and the message for it. */
const FIXES: readonly [pattern: RegExp, message: (system: PreviewedSystem) => string][] = [
  [
    /ParameterNotFound|couldn't find resource|reading SSM Parameter/,
    ({ systemStack }) =>
      `${systemStack} must be deployed with \`previews\` before its previews are. Run: npm run cdktf -- deploy ${systemStack}`,
  ],
  [
    // The same words introduce any other failure of the bucket, which has a message of its own.
    /Error acquiring the state lock[^]*(PreconditionFailed|StatusCode: 412)/,
    () =>
      "Another run is changing this preview. Wait for its end. If that run was killed, remove its lock with `terraform force-unlock`.",
  ],
  [
    /Workspace "[^"]*" already exists/,
    () => "Another run is creating this preview. Wait for its end, then add --update.",
  ],
  [
    /TooManyRules|TooManyTargetGroups|TooManyUniqueTargetGroupsPerLoadBalancer/,
    ({ systemStack }) =>
      `The load balancer of ${systemStack} takes no more previews: AWS allows 100 rules and 100 target groups per load balancer, and a preview has one of each for each of its services. Remove a preview, or raise the quotas "Rules per Application Load Balancer" and "Target Groups per Application Load Balancer". Then remove what was made of this one: npm run preview -- down`,
  ],
];

/** The workspace that Terraform always has. No preview is in it. */
export const OWN_WORKSPACE = "default";

/**
 * The previews of a system, each a workspace of Terraform: its state has a key of its own in the bucket, and goes with it.
 * Terraform works in .build/preview, so that a workspace is never selected in cdktf.out.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class Workspaces {
  private readonly system: PreviewedSystem;
  private readonly folder: string;

  private constructor(system: PreviewedSystem, folder: string) {
    this.system = system;
    this.folder = folder;
  }

  /**
   * Two runs of `terraform init` in one folder disturb each other, and any other command that runs there. So there is a
   * folder for each backend and each choice of providers, which is complete when it gets its name and never initialized again.
   */
  static async of(system: PreviewedSystem): Promise<Workspaces> {
    const { stack } = system;
    const folder = workFolder(stack);
    if (!existsSync(folder)) {
      mkdirSync(dirname(folder), { recursive: true });
      const unfinished = mkdtempSync(`${folder}-`);
      try {
        writeStack(stack, unfinished, stack.folder);
        await new Workspaces(system, unfinished).run(OWN_WORKSPACE, "init", ...WITHOUT_QUESTIONS);
        moveIntoPlace(unfinished, folder);
      } finally {
        rmSync(unfinished, { recursive: true, force: true });
      }
    }
    writeStack(stack, folder, stack.folder);
    return new Workspaces(system, folder);
  }

  /** Names of the previews. */
  async names(): Promise<readonly string[]> {
    const listed = await this.run(OWN_WORKSPACE, "workspace", "list", "-no-color");
    // Besides the names, Terraform says that TF_WORKSPACE is set.
    return [...listed.matchAll(/^[* ] (\S+)$/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== OWN_WORKSPACE);
  }

  /** Outputs of a preview; none of one that was never deployed. */
  async outputs(name: string): Promise<Readonly<Record<string, unknown>>> {
    const json = await this.run(name, "output", "-json", "-no-color");
    const outputs = JSON.parse(json) as Record<string, { readonly value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value]));
  }

  async create(name: string): Promise<void> {
    // TF_WORKSPACE must not be set for a workspace to be made.
    await this.run(undefined, "workspace", "new", "-no-color", name);
  }

  /** @returns the plan for people; `apply` carries it out */
  plan(name: string, variables: Variables): Promise<string> {
    return this.run(name, "plan", ...UNATTENDED, `-out=${planFile(name)}`, ...given(variables));
  }

  async apply(name: string): Promise<void> {
    await this.run(name, "apply", ...UNATTENDED, planFile(name));
  }

  /** A plan contains secrets. */
  discardPlan(name: string): void {
    rmSync(join(this.folder, planFile(name)), { force: true });
  }

  /**
   * Destroys a preview, and its state. What exists is read from the state alone, because the system whose parameter would be
   * looked up may be gone.
   */
  async remove(name: string, variables: Variables): Promise<void> {
    const approved = ["-refresh=false", "-auto-approve", ...UNATTENDED];
    await this.run(name, "destroy", ...approved, ...given(variables));
    await this.forget(name);
  }

  /** Removes the state of a preview of which nothing exists. */
  async forget(name: string): Promise<void> {
    await this.run(OWN_WORKSPACE, "workspace", "delete", "-no-color", name);
  }

  /** @returns the standard output */
  private async run(workspace: string | undefined, ...args: readonly string[]): Promise<string> {
    const env = terraformEnvironment();
    delete env.TF_WORKSPACE;
    if (workspace !== undefined) env.TF_WORKSPACE = workspace;
    const result = await runCommand("terraform", args, { cwd: this.folder, env });
    if (result.exitCode === 0) return result.stdout;
    throw this.failure(args[0] ?? "", result);
  }

  private failure(command: string, { stdout, stderr }: CommandResult): UserError {
    const { stack } = this.system;
    const output = stderr.trim() === "" ? stdout : stderr;
    if (command !== "init" && NOT_INITIALIZED.test(output)) {
      rmSync(this.folder, { recursive: true, force: true });
      return new UserError(
        `What Terraform had installed for ${stack.name} is no longer complete. Run the command again, which installs it anew.`,
      );
    }
    const known =
      FIXES.find(([pattern]) => pattern.test(output))?.[1](this.system) ??
      knownCommandFailure(command, output, stack.json);
    return new UserError(
      known ?? `terraform ${command} of ${stack.name} failed:\n${output.trim()}`,
    );
  }
}

const WITHOUT_QUESTIONS = ["-input=false", "-no-color"];

/** A former push to the same pull request may still be deploying. */
const UNATTENDED = [...WITHOUT_QUESTIONS, "-lock-timeout=60s"];

/** Providers that were removed, as with a mirror on a disk that is no longer there. */
const NOT_INITIALIZED = /Required plugins are not installed|Backend initialization required/;

/** Where Terraform works: one folder for all that `terraform init` depends on, which are the `terraform` block and its overrides. */
export function workFolder(stack: SynthesizedStack): string {
  const overrides = [...filesOf(stack, stack.folder)].filter(([name]) => name !== "cdk.tf.json");
  const depends = JSON.stringify([stack.folder, stack.json.json.terraform, overrides]);
  const name = createHash("sha256").update(depends).digest("hex").slice(0, 12);
  return join(projectRoot(), ".build", "preview", stack.name, name);
}

function planFile(name: string): string {
  return `${name}-${process.pid}.plan`;
}

function given(variables: Variables): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
}
