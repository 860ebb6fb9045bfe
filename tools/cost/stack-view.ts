import { type Block, blockOf } from "../synthesized/fields";
import type { StackJson } from "../synthesized/stack-json";

/** A resource of a stack. */
export interface Resource {
  /** For example `aws_lb.entry`. */
  readonly address: string;
  readonly type: string;
  readonly block: Block;
}

/** The resources of one stack and the references between them. */
export class StackView {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly region: string;

  constructor(name: string, json: StackJson) {
    this.name = name;
    this.resources = json.resourceTypes.flatMap((type) =>
      Object.entries(json.resources(type)).map(([id, block]) => ({
        address: `${type}.${id}`,
        type,
        block,
      })),
    );
    const [aws] = (blockOf(json.json, "provider").aws ?? []) as readonly Block[];
    this.region = typeof aws?.region === "string" ? aws.region : "";
  }

  ofType(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The first resource of a type that a value refers to. */
  referenced(value: unknown, type: string): Resource | undefined {
    const text = JSON.stringify(value ?? "");
    return this.ofType(type).find(({ address }) => refersTo(text, address));
  }

  /** Resources of a type that refer to a resource. */
  referring(type: string, to: Resource): readonly Resource[] {
    return this.ofType(type).filter(({ block }) => refersTo(JSON.stringify(block), to.address));
  }
}

/** Ids have letters, digits, hyphens and underscores: `aws_lb.entry` does not match `aws_lb.entry-two`. */
function refersTo(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    if (!/[\w-]/.test(text.charAt(at + address.length))) return true;
  }
  return false;
}

/**
 * The containers of a task definition: a list of objects as JSON, or inside the expression `${jsonencode([…])}`, whose
 * argument is JSON.
 */
export function containersOf({ container_definitions: text }: Block): readonly Block[] {
  if (typeof text !== "string") return [];
  const json = /^\$\{jsonencode\((.*)\)\}$/s.exec(text)?.[1] ?? text;
  return JSON.parse(json) as readonly Block[];
}

/**
 * A number, which Terraform JSON may also write as a string. A condition, such as the one that turns a color off,
 * counts as its larger result.
 */
export function numberIn(block: Block, name: string): number | undefined {
  const value = block[name];
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value === "") return undefined;
  if (!value.includes("${")) return Number(value);
  const outcomes = [...value.matchAll(/[?:]\s*(\d+(?:\.\d+)?)/g)].map(([, number]) =>
    Number(number),
  );
  return outcomes.length === 0 ? undefined : Math.max(...outcomes);
}
