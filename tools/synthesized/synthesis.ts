import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../terminal/user-error";
import { StackJson } from "./stack-json";

/** A stack in cdktf.out. */
export interface SynthesizedStack {
  readonly name: string;
  /** Folder with its cdk.tf.json. */
  readonly folder: string;
  /** Path of its cdk.tf.json. */
  readonly file: string;
  /** Warnings of the synth. */
  readonly warnings: readonly string[];
  /** Names of the stacks that must be applied before it. */
  readonly dependencies: readonly string[];
  readonly json: StackJson;
}

interface Manifest {
  readonly stacks: Readonly<Record<string, StackManifest>>;
}

interface StackManifest {
  readonly name: string;
  readonly workingDirectory: string;
  readonly synthesizedStackPath: string;
  readonly dependencies: readonly string[];
  readonly annotations?: readonly { readonly level: string; readonly message: string }[];
}

const STATE_STACK_PREFIX = "state-";

/** What a synth has written: every stack of every environment. */
export class Synthesis {
  readonly stacks: readonly SynthesizedStack[];

  constructor(stacks: readonly SynthesizedStack[]) {
    this.stacks = stacks;
  }

  static read(folder: string): Synthesis {
    const manifestFile = join(folder, "manifest.json");
    if (!existsSync(manifestFile))
      throw new UserError(`There is no ${manifestFile}: run "npm run synth" first.`);
    const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest;
    return new Synthesis(Object.values(manifest.stacks).map((stack) => readStack(folder, stack)));
  }

  /** Names of the environments: of those that have a stack for their state, and those that tags tell of. */
  get environments(): readonly string[] {
    const tagged = this.stacks
      .filter(({ name }) => environmentIn(this.statefulEnvironments, name) === undefined)
      .map(({ json }) => json.defaultTags.Environment);
    return [...new Set([...this.statefulEnvironments, ...tagged])].filter(
      (name) => name !== undefined,
    );
  }

  /** The stacks that some words name, by `*` for any part of a name, each after those that it depends on. */
  named(words: readonly string[]): readonly SynthesizedStack[] {
    const patterns = words.map(
      (word) => new RegExp(`^${word.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`),
    );
    const named = this.stacks.filter(({ name }) => patterns.some((pattern) => pattern.test(name)));
    return inOrderOfDependencies(named);
  }

  /** Names of the systems: a part of one, such as its images, is called after it. */
  get systems(): readonly string[] {
    const units = this.stacks
      .filter((stack) => !stack.name.startsWith(STATE_STACK_PREFIX))
      .map((stack) => this.unitOf(stack))
      .filter((unit) => unit !== undefined);
    return [...new Set(units)].filter(
      (unit) => !units.some((other) => unit.startsWith(`${other}-`)),
    );
  }

  /** The system that a stack belongs to; none for the one of an environment's state. */
  systemOf(stack: SynthesizedStack): string | undefined {
    const unit = this.unitOf(stack);
    return this.systems.find((system) => unit === system || unit?.startsWith(`${system}-`));
  }

  /** The environment that a stack belongs to. */
  environmentOf({ name }: SynthesizedStack): string | undefined {
    return environmentIn(this.environments, name);
  }

  stateStack(environment: string): SynthesizedStack {
    return this.stack(`${STATE_STACK_PREFIX}${environment}`);
  }

  /** None where the state is kept elsewhere than in a bucket of the project's. */
  stateStackOf(environment: string): SynthesizedStack | undefined {
    return this.stacks.find(({ name }) => name === `${STATE_STACK_PREFIX}${environment}`);
  }

  /** The stacks of an environment but for the one of its state, each after those that it depends on. */
  systemStacks(environment: string): readonly SynthesizedStack[] {
    const stateStack = this.stateStackOf(environment);
    const stacks = this.stacks.filter(
      (stack) => stack !== stateStack && this.environmentOf(stack) === environment,
    );
    return inOrderOfDependencies(stacks);
  }

  /** Stacks of no environment that is known here. */
  get strays(): readonly SynthesizedStack[] {
    return this.stacks.filter(
      (stack) =>
        !stack.name.startsWith(STATE_STACK_PREFIX) && this.environmentOf(stack) === undefined,
    );
  }

  stack(name: string): SynthesizedStack {
    const found = this.stacks.find((stack) => stack.name === name);
    if (found) return found;
    throw new Error(
      `There is no stack "${name}" in cdktf.out. There are: ${this.stacks.map((each) => each.name).join(", ")}.`,
    );
  }

  private get statefulEnvironments(): readonly string[] {
    return this.stacks
      .filter(({ name }) => name.startsWith(STATE_STACK_PREFIX))
      .map(({ name }) => name.slice(STATE_STACK_PREFIX.length));
  }

  private unitOf(stack: SynthesizedStack): string | undefined {
    const environment = this.environmentOf(stack);
    return environment && stack.name.slice(0, -environment.length - 1);
  }
}

function readStack(folder: string, manifest: StackManifest): SynthesizedStack {
  const { name, workingDirectory, synthesizedStackPath, dependencies, annotations } = manifest;
  const file = join(folder, synthesizedStackPath);
  return {
    name,
    folder: join(folder, workingDirectory),
    file,
    dependencies,
    warnings: (annotations ?? [])
      .filter(({ level }) => level === "@cdktf/warn")
      .map(({ message }) => message),
    json: StackJson.read(file),
  };
}

/** A stack is called after its environment. Of "dev" and "my-dev", "web-my-dev" belongs to the longer. */
function environmentIn(environments: readonly string[], stack: string): string | undefined {
  const candidates = environments.filter((environment) => stack.endsWith(`-${environment}`));
  return candidates.sort((one, other) => other.length - one.length)[0];
}

function inOrderOfDependencies(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const ordered = new Set<SynthesizedStack>();
  const add = (stack: SynthesizedStack): void => {
    for (const dependency of stacks.filter(({ name }) => stack.dependencies.includes(name)))
      add(dependency);
    ordered.add(stack);
  };
  stacks.forEach(add);
  return [...ordered];
}
