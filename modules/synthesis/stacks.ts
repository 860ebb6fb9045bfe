import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type App, Manifest, type StackManifest, TerraformStack } from "cdktf";
import { didYouMeanOrList, Mistakes } from "./mistakes";
import type { Selection } from "./selection";

/** The app's stacks, in the order of their creation. */
export function stacksOf(app: App): TerraformStack[] {
  return app.node.children.filter((child) => TerraformStack.isStack(child));
}

/**
 * Removes stacks from the app that are neither selected nor a dependency of a selected one. The cdktf command refuses a
 * manifest in which a dependency is missing.
 */
export function removeUnselected(app: App, selection: Selection): void {
  const stacks = stacksOf(app);
  refuseMissing(selection.stacks, stacks);
  const wanted = stacks.filter(({ node }) => selection.includes(node.id));
  const needed = new Set(wanted.flatMap((stack) => [stack, ...dependenciesOf(stack)]));
  for (const stack of stacks) if (!needed.has(stack)) app.node.tryRemoveChild(stack.node.id);
}

/**
 * Keeps the stacks of a previous synth in the manifest that this one does not write, so that `cdktf deploy --skip-synth`
 * finds them.
 *
 * @returns names of those stacks
 */
export function keepFormerStacks(app: App, outdir: string): string[] {
  const manifestFile = join(outdir, Manifest.fileName);
  if (!existsSync(manifestFile)) return [];
  const former = JSON.parse(readFileSync(manifestFile, "utf8")) as Pick<Manifest, "stacks">;
  const kept = Object.values(former.stacks).filter(
    ({ name, synthesizedStackPath }) =>
      app.node.tryFindChild(name) === undefined && existsSync(join(outdir, synthesizedStackPath)),
  );
  for (const stack of kept) app.manifest.stacks[stack.name] = stack satisfies StackManifest;
  return kept.map(({ name }) => name);
}

function dependenciesOf(stack: TerraformStack): TerraformStack[] {
  return stack.dependencies.flatMap((dependency) => [dependency, ...dependenciesOf(dependency)]);
}

function refuseMissing(names: readonly string[], stacks: readonly TerraformStack[]): void {
  const present = stacks.map(({ node }) => node.id);
  const missing = names.filter((name) => !present.includes(name));
  if (missing.length === 0) return;
  throw new Mistakes(
    missing.map((name) => `There is no stack \`${name}\`.${didYouMeanOrList(name, present)}`),
  );
}
