import { member } from "./expression/evaluate";
import type { Block } from "./fields";
import type { StackJson } from "./stack-json";

/** Attributes by resource, such as `{ "aws_db_instance.database": { address: "127.0.0.1" } }`. */
export type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Known {
  readonly json: StackJson;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly locals: Block;
  readonly attributes: Attributes;
  readonly evaluate: (value: unknown) => unknown;
}

/** No AWS account has this number, so that nothing can mistake it for a real one. */
const ACCOUNT = "000000000000";

/** What data sources say in every account, where it does not matter in which. */
const DATA: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_caller_identity: { account_id: ACCOUNT },
  aws_partition: { partition: "aws", dns_suffix: "amazonaws.com" },
};

/** @throws Error naming the reference, when the stack has nothing of that name */
export function resolveReference(path: readonly string[], known: Known): unknown {
  const [first = "", second = ""] = path;
  switch (first) {
    case "var":
      if (!known.variables.has(second)) throw unknownReference(path);
      return path.slice(2).reduce(member, known.variables.get(second));
    case "local":
      return path.slice(2).reduce(member, known.evaluate(known.locals[second]));
    case "path":
      return ".";
    case "data":
      return attribute("data.", path.slice(1), known.json.dataSources(second), known);
    default:
      return attribute("", path, known.json.resources(first), known);
  }
}

/** The attribute if it is known, else the argument of that name, else its own address. */
function attribute(
  prefix: string,
  [type = "", name = "", ...rest]: readonly string[],
  blocks: Readonly<Record<string, Block>>,
  known: Known,
): unknown {
  const block = blocks[name];
  const address = `${prefix}${type}.${name}`;
  if (block === undefined) throw unknownReference([address, ...rest]);
  const [attributeName, ...further] = rest;
  if (attributeName === undefined) return address;
  const own =
    known.attributes[address]?.[attributeName] ??
    computed(prefix, type, attributeName, block, known) ??
    block[attributeName];
  const value = own === undefined ? undefined : further.reduce(nested, known.evaluate(own));
  return value === undefined ? [address, ...rest].join(".") : value;
}

/** A part of an argument. The only block of a name is written without the list that an index such as `[0]` asks for. */
function nested(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null)
    return value === undefined ? undefined : member(value, name);
  const found = (value as Block)[name];
  return found === undefined && name === "0" && !Array.isArray(value) ? value : found;
}

function computed(
  prefix: string,
  type: string,
  name: string,
  block: Block,
  { json, evaluate }: Known,
): unknown {
  if (prefix === "data.") {
    if (type === "aws_region" && (name === "id" || name === "region" || name === "name"))
      return json.region;
    return DATA[type]?.[name];
  }
  if (type === "aws_ecr_repository" && name === "repository_url") {
    const repository = String(evaluate(block.name));
    return `${ACCOUNT}.dkr.ecr.${json.region}.amazonaws.com/${repository}`;
  }
  return undefined;
}

function unknownReference(path: readonly string[]): Error {
  return new Error(`An expression refers to ${path.join(".")}, which the stack does not have.`);
}
