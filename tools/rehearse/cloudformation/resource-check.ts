import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../process/run-command";
import { projectRoot } from "../../project-root";
import type { Block } from "../../synthesized/fields";
import { EvaluatedStack } from "../../synthesized/evaluated-stack";
import type { StackJson } from "../../synthesized/stack-json";
import { pythonEnvironment } from "../../process/python-environment";

/** A stack whose resources are compared with CloudFormation's schemas for their region. */
export interface CheckedStack {
  readonly stack: string;
  readonly resources: readonly CheckedResource[];
}

export interface CheckedResource {
  readonly address: string;
  readonly type: string;
  readonly region: string;
  /** The resource's arguments. An expression stands for a value that is not known yet. */
  readonly values: Block;
  /**
   * Arguments that the configuration sets, such as "metric_query.id", or ".name" at the top level. AWS or the provider
   * adds the others.
   */
  readonly written: readonly string[];
}

export interface ResourceCheck {
  /** Number of resources compared. */
  readonly checked: number;
  readonly violations: readonly {
    /** CloudFormation resource type. */
    readonly operation: string;
    readonly resource: string;
    readonly field: string;
    readonly value: string;
    readonly rule: string;
  }[];
  /** Types and arguments that have no CloudFormation counterpart, such as "aws_lb.idle_timeout". */
  readonly unmapped: readonly string[];
}

/** The parts of a state file that this check reads. */
export interface State {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Block }[];
  }[];
}

/** Compares resources with the schemas and region data in cfn-lint. */
export async function checkResources(stacks: readonly CheckedStack[]): Promise<ResourceCheck> {
  const folder = mkdtempSync(join(tmpdir(), "resources-"));
  try {
    const file = join(folder, "resources.json");
    writeFileSync(file, JSON.stringify(stacks));
    const program = join(projectRoot(), "tools", "rehearse", "cloudformation", "check.py");
    const { exitCode, stdout, stderr } = await runCommand(
      await pythonEnvironment(),
      ["-B", program, file],
      { cwd: projectRoot() },
    );
    if (exitCode !== 0) throw new Error(`The check of resources failed:\n${stderr}`);
    return JSON.parse(stdout) as ResourceCheck;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The resources in a stack's JSON, before an apply. Values known only after an apply are left open.
 */
export async function writtenResources(
  stack: string,
  json: StackJson,
  variables: Readonly<Record<string, string>> = {},
): Promise<CheckedStack> {
  const evaluated = await EvaluatedStack.read(json, { variables: json.valuesFor(variables) });
  const resources = json.allResources.map(({ address, block }) => ({
    address,
    type: typeOf(address),
    region: regionOf(block, json) ?? json.region,
    values: opened(evaluated.resource(address)?.block ?? {}) as Block,
    written: namesIn(block),
  }));
  return { stack, resources };
}

/** An attribute known only to AWS evaluates to its address. */
const ADDRESS = /\b(data\.)?(aws|docker)_\w+\.[\w-]+\.\w+/;

function opened(value: unknown): unknown {
  if (typeof value === "string") return openedText(value);
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner)]));
}

/** The resources in a stack's state after an apply. */
export function createdResources(stack: string, json: StackJson, state: State): CheckedStack {
  const resources = (state.resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }): CheckedResource[] => {
      const address = `${type}.${name}`;
      const block = json.resource(address);
      return instances.map(({ attributes }) => ({
        address,
        type,
        region: (block && regionOf(block, json)) ?? json.region,
        values: attributes,
        written: block === undefined ? [] : namesIn(block),
      }));
    });
  return { stack, resources };
}

/** The region of the resource's own provider if it names one, such as the one for a CloudFront certificate. */
function regionOf({ provider }: Block, json: StackJson): string | undefined {
  if (typeof provider !== "string") return undefined;
  const [, alias] = provider.split(".");
  return json.regionOf(alias ?? "");
}

/** Checks each string inside JSON, such as a policy or container definitions, on its own. */
function openedText(text: string): string {
  if (!ADDRESS.test(text)) return text;
  if (!/^[[{]/.test(text)) return `\${${text}}`;
  try {
    return JSON.stringify(opened(JSON.parse(text)));
  } catch {
    return `\${${text}}`;
  }
}

function typeOf(address: string): string {
  return address.split(".")[0] ?? "";
}

function namesIn(value: unknown, block = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => namesIn(each, block)))];
  if (typeof value !== "object" || value === null) return [];
  const names = Object.entries(value).flatMap(([name, inner]) => [
    `${block}.${name}`,
    ...namesIn(inner, name),
  ]);
  return [...new Set(names)];
}
