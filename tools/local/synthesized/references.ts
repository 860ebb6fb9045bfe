import { blockOf, type StackJson } from "../../synthesized/stack-json";
import { member } from "../expression/evaluate";
import type { Attributes } from "../part";

export interface Known {
  readonly json: StackJson;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly attributes: Attributes;
  readonly evaluate: (value: unknown) => unknown;
}

/** No account has this number: nothing of a local run can be taken for one. */
const ACCOUNT = "000000000000";

/** What every account's data sources say, as far as it does not matter which account. */
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
      return path
        .slice(2)
        .reduce(member, known.evaluate(blockOf(known.json.json, "locals")[second]));
    case "path":
      return ".";
    case "data":
      return attribute("data.", path.slice(1), known.json.dataSources(second), known);
    default:
      return attribute("", path, known.json.resources(first), known);
  }
}

/** What is known of it, else its argument, else its address. */
function attribute(
  prefix: string,
  [type = "", name = "", ...rest]: readonly string[],
  blocks: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
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
  if (own === undefined) return [address, ...rest].join(".");
  return further.reduce(member, known.evaluate(own));
}

function computed(
  prefix: string,
  type: string,
  name: string,
  block: Readonly<Record<string, unknown>>,
  known: Known,
): unknown {
  if (prefix === "data.") {
    if (type === "aws_region" && (name === "id" || name === "region" || name === "name"))
      return regionOf(known.json);
    return DATA[type]?.[name];
  }
  if (type === "aws_ecr_repository" && name === "repository_url") {
    const repository = String(known.evaluate(block.name));
    return `${ACCOUNT}.dkr.ecr.${regionOf(known.json)}.amazonaws.com/${repository}`;
  }
  return undefined;
}

/** The region of a stack's provider. */
export function regionOf(json: StackJson): string {
  const provider = blockOf(json.json, "provider").aws as readonly { region?: string }[] | undefined;
  return provider?.[0]?.region ?? "us-east-1";
}

function unknownReference(path: readonly string[]): Error {
  return new Error(`An expression refers to ${path.join(".")}, which the stack does not have.`);
}
