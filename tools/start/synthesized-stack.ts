import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a synth says of a stack in its manifest and in the stack's own file. */
export interface SynthesizedStack {
  readonly name: string;
  readonly environment: string;
  readonly resources: number;
  readonly warnings: number;
  /** Path of the Terraform JSON. */
  readonly file: string;
}

interface Manifest {
  readonly stacks: Record<
    string,
    {
      readonly name: string;
      readonly synthesizedStackPath: string;
      readonly annotations: readonly { readonly level: string }[];
    }
  >;
}

interface TerraformJson {
  readonly resource?: Record<string, Record<string, unknown>>;
  readonly provider: Record<
    string,
    readonly { readonly default_tags?: readonly { readonly tags: Record<string, string> }[] }[]
  >;
}

/** Reads what a synth has put into a folder. */
export function readSynthesized(outdir: string): SynthesizedStack[] {
  const manifest = readJson(join(outdir, "manifest.json")) as Manifest;
  return Object.values(manifest.stacks).map(({ name, synthesizedStackPath, annotations }) => {
    const file = join(outdir, synthesizedStackPath);
    const json = readJson(file) as TerraformJson;
    return {
      name,
      environment: environmentOf(json) ?? "",
      resources: Object.values(json.resource ?? {}).flatMap((byName) => Object.keys(byName)).length,
      warnings: annotations.filter(({ level }) => level === "@cdktf/warn").length,
      file,
    };
  });
}

/** Every resource of a stack carries its environment's name as a tag. */
function environmentOf({ provider }: TerraformJson): string | undefined {
  return provider.aws?.[0]?.default_tags?.[0]?.tags.Environment;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
