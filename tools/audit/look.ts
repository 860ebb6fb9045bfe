import { type Block, blocksOf, textOf, textsOf } from "../synthesized/fields";
import type { Resource } from "../synthesized/resources";
import type { StackJson } from "../synthesized/stack-json";
import type { Finding, Look } from "./control";

/** A condition on a resource or data source of a stack. */
export type Condition = (block: Block, stack: StackJson, address: string) => boolean;

/** Checks each resource of some types that `about` selects. */
export function each(
  types: string | readonly string[],
  holds: Condition,
  about: Condition = always,
): Look {
  const wanted = new Set([types].flat());
  return (stack) =>
    findings(
      stack,
      stack.allResources.filter(({ address }) => wanted.has(typeIn(address))),
      holds,
      about,
    );
}

/** Checks each data source of a type. */
export function eachDataSource(type: string, holds: Condition): Look {
  return (stack) =>
    findings(
      stack,
      stack.allDataSources.filter(({ address }) => address.startsWith(`data.${type}.`)),
      holds,
      always,
    );
}

/** Checks each container of each task definition. Unreadable definitions are a finding. */
export function eachContainer(holds: (container: Block) => boolean): Look {
  return (stack) =>
    Object.entries(stack.resources("aws_ecs_task_definition")).flatMap(([name, task]) => {
      const address = `aws_ecs_task_definition.${name}`;
      const containers = containersOf(task);
      if (containers === undefined)
        return [{ address, part: "container_definitions", holds: false }];
      return containers.map((container) => ({
        address,
        part: textOf(container, "name", "unnamed"),
        holds: holds(container),
      }));
    });
}

/** Checks that each bucket has a resource of a type that satisfies the condition. */
export function eachBucket(type: string, holds: Condition = always): Look {
  return each("aws_s3_bucket", (_, stack, address) =>
    isReferencedBy(stack, type, "bucket", address, holds),
  );
}

/** Checks each statement of each policy document. The subject's part is its principals, its sid or its first action. */
export function eachStatement(
  about: (statement: Block, stack: StackJson, document: string) => boolean,
  holds: (statement: Block) => boolean,
): Look {
  return (stack) =>
    Object.entries(stack.dataSources("aws_iam_policy_document")).flatMap(([name, document]) => {
      const address = `data.aws_iam_policy_document.${name}`;
      return statementsOf(document)
        .filter((statement) => about(statement, stack, address))
        .map((statement) => ({ address, ...partOf(statement), holds: holds(statement) }));
    });
}

/** Whether a resource of a type refers to an address in an argument and satisfies the condition. */
export function isReferencedBy(
  stack: StackJson,
  type: string,
  argument: string,
  address: string,
  holds: Condition = always,
): boolean {
  return Object.entries(stack.resources(type)).some(
    ([name, block]) =>
      stack.referencesIn(block[argument]).includes(address) &&
      holds(block, stack, `${type}.${name}`),
  );
}

/** The policy document that a value refers to. */
export function documentOf(stack: StackJson, value: unknown): Block | undefined {
  const prefix = "data.aws_iam_policy_document.";
  const address = stack.referencesIn(value).find((each) => each.startsWith(prefix));
  return stack.dataSources("aws_iam_policy_document")[address?.slice(prefix.length) ?? ""];
}

export function statementsOf(document: Block | undefined): readonly Block[] {
  return document === undefined ? [] : blocksOf(document, "statement");
}

/** Whether a flag is known to be off. An expression could be either. */
export function isOff(block: Block, name: string): boolean {
  return [undefined, null, false, "false"].includes(block[name] as undefined);
}

function always(): boolean {
  return true;
}

function typeIn(address: string): string {
  return address.slice(0, address.indexOf("."));
}

function findings(
  stack: StackJson,
  resources: readonly Resource[],
  holds: Condition,
  about: Condition,
): readonly Finding[] {
  return resources
    .filter(({ address, block }) => about(block, stack, address))
    .map(({ address, block }) => ({ address, holds: holds(block, stack, address) }));
}

/** Expressions in the definitions are kept. */
function containersOf(task: Block): readonly Block[] | undefined {
  const text = textOf(task, "container_definitions", "");
  const json = /^\$\{jsonencode\(([^]*)\)\}$/.exec(text)?.[1] ?? text;
  try {
    const containers = JSON.parse(json) as unknown;
    return Array.isArray(containers) ? (containers as Block[]) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Identifies a statement within its document. */
function partOf(statement: Block): { readonly part?: string } {
  const principals = blocksOf(statement, "principals").flatMap((each) =>
    textsOf(each, "identifiers"),
  );
  const [action] = textsOf(statement, "actions");
  const part = principals.length > 0 ? principals.join() : textOf(statement, "sid", action ?? "");
  return part === "" ? {} : { part };
}
