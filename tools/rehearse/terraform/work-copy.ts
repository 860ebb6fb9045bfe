import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Block } from "../../synthesized/fields";
import type { StackJson } from "../../synthesized/stack-json";
import type { SynthesizedStack } from "../../synthesized/synthesis";

/**
 * A copy of a stack's folder that a rehearsal may change. Changes go into override files, which Terraform merges into
 * the stack. cdk.tf.json stays as synthesized, unless a provider is unavailable.
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

  /** For a stack that this machine supports only in part. */
  replaceStack({ json }: StackJson): void {
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(json, undefined, 2));
  }

  pinAwsProvider(version: string): void {
    const aws = { source: "hashicorp/aws", version };
    this.override("provider", { terraform: { required_providers: { aws } } });
  }

  /** Whether the state is a file in this folder instead of in the stack's backend. */
  get keepsStateHere(): boolean {
    return existsSync(this.overrideFile("backend"));
  }

  keepStateHere(): void {
    this.override("backend", { terraform: { backend: { local: {} } } });
  }

  keepStateInItsBackend(): void {
    rmSync(this.overrideFile("backend"));
  }

  /** Makes the next apply import resources, given as pairs of address and ID. An empty list cancels that. */
  importing(resources: readonly (readonly [address: string, id: string])[]): void {
    const file = join(this.folder, "rehearsal_import.tf.json");
    const blocks = resources.map(([to, id]) => ({ to, id }));
    if (blocks.length === 0) rmSync(file, { force: true });
    else writeFileSync(file, JSON.stringify({ import: blocks }, undefined, 2));
  }

  /** Merges `json` into the stack, and replaces any earlier override of this name. */
  override(name: string, json: Block): void {
    writeFileSync(this.overrideFile(name), JSON.stringify(json, undefined, 2));
  }

  private overrideFile(name: string): string {
    return join(this.folder, `rehearsal_${name}_override.tf.json`);
  }
}

/** The files that `cdktf deploy` and `terraform init` leave in a stack's folder. */
function isTerraformsOwn(name: string): boolean {
  return (
    name === ".terraform" || name === ".terraform.lock.hcl" || name.startsWith("terraform.tfstate")
  );
}
