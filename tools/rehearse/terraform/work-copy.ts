import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Block } from "../../synthesized/fields";
import type { StackJson } from "../../synthesized/stack-json";
import type { SynthesizedStack } from "../../synthesized/synthesis";

/**
 * A stack's folder, copied to where a rehearsal may write. What a rehearsal changes it puts into override files, which
 * Terraform merges into the stack's own: cdk.tf.json stays as it was synthesized, unless a provider cannot be had.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export class WorkCopy {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static of(stack: SynthesizedStack, folder: string): WorkCopy {
    rmSync(folder, { recursive: true, force: true });
    cpSync(stack.folder, folder, {
      recursive: true,
      filter: (path) => !isTerraformsOwn(basename(path)),
    });
    return new WorkCopy(folder);
  }

  /** For a stack that this machine can have in part only. */
  replaceStack({ json }: StackJson): void {
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(json, undefined, 2));
  }

  pinAwsProvider(version: string): void {
    const aws = { source: "hashicorp/aws", version };
    this.override("provider", { terraform: { required_providers: { aws } } });
  }

  /** Whether the state is in a file of this folder, and not in the stack's own backend. */
  get keepsStateHere(): boolean {
    return existsSync(this.overrideFile("backend"));
  }

  keepStateHere(): void {
    this.override("backend", { terraform: { backend: { local: {} } } });
  }

  keepStateInItsBackend(): void {
    rmSync(this.overrideFile("backend"));
  }

  /** Lets the next apply take resources into the state: pairs of address and id. None takes the request back. */
  importing(resources: readonly (readonly [address: string, id: string])[]): void {
    const file = join(this.folder, "rehearsal_import.tf.json");
    const blocks = resources.map(([to, id]) => ({ to, id }));
    if (blocks.length === 0) rmSync(file, { force: true });
    else writeFileSync(file, JSON.stringify({ import: blocks }, undefined, 2));
  }

  /** Merges `json` into the stack, in the place of what an override of this name held before. */
  override(name: string, json: Block): void {
    writeFileSync(this.overrideFile(name), JSON.stringify(json, undefined, 2));
  }

  private overrideFile(name: string): string {
    return join(this.folder, `rehearsal_${name}_override.tf.json`);
  }
}

/** What `cdktf deploy` and `terraform init` leave in a stack's folder. */
function isTerraformsOwn(name: string): boolean {
  return (
    name === ".terraform" || name === ".terraform.lock.hcl" || name.startsWith("terraform.tfstate")
  );
}
