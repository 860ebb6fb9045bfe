import type { Block } from "../../synthesized/stack-json";
import { StackJson } from "../../synthesized/stack-json";
import { evaluate, type Scope } from "../expression/evaluate";
import { type Expressions, parseExpressions } from "../expression/parse";
import type { Attributes } from "../part";
import { resolveReference } from "./references";
import { assignVariables } from "./variables";

export interface ConfigurationOptions {
  /** Values of Terraform variables as a command line gives them. */
  readonly variables: Readonly<Record<string, string>>;
  /** What is known of resources beyond their arguments. @default - nothing */
  readonly attributes?: Attributes;
}

/** A stack with values in place of its expressions, as far as they can be known on this machine. */
export class Configuration {
  readonly json: StackJson;
  readonly variables: ReadonlyMap<string, unknown>;
  private readonly expressions: Expressions;
  private readonly options: ConfigurationOptions;

  private constructor(json: StackJson, expressions: Expressions, options: ConfigurationOptions) {
    this.json = json;
    this.expressions = expressions;
    this.options = options;
    this.variables = assignVariables(json, options.variables, (value, scope) =>
      evaluate(value, expressions, scope),
    );
  }

  static async read(json: StackJson, options: ConfigurationOptions): Promise<Configuration> {
    return new Configuration(json, await parseExpressions(json.json), options);
  }

  /** The same stack with other values of some variables; the others keep theirs. */
  withVariables(variables: Readonly<Record<string, string>>): Configuration {
    return new Configuration(this.json, this.expressions, {
      ...this.options,
      variables: { ...this.options.variables, ...variables },
    });
  }

  /** The same stack with more known of its resources. */
  withAttributes(attributes: Attributes): Configuration {
    const merged = { ...this.options.attributes };
    for (const [address, values] of Object.entries(attributes)) {
      merged[address] = { ...merged[address], ...values };
    }
    return new Configuration(this.json, this.expressions, { ...this.options, attributes: merged });
  }

  /** Values as given, not yet converted to the variables' types. */
  get givenVariables(): Readonly<Record<string, string>> {
    return this.options.variables;
  }

  /**
   * Anything of the stack's JSON with its expressions evaluated. An attribute that only AWS knows becomes its own
   * address, such as `aws_lb.entry.arn`, so that references can still be told apart and followed.
   */
  evaluate(value: unknown): unknown {
    return evaluate(value, this.expressions, this.scope);
  }

  /** Resources of a type by their address, evaluated whole. */
  resources(type: string): ReadonlyMap<string, Block> {
    return new Map(
      Object.entries(this.json.resources(type)).map(([name, block]) => [
        `${type}.${name}`,
        this.evaluate(block) as Block,
      ]),
    );
  }

  private get scope(): Scope {
    return {
      resolve: (path) =>
        resolveReference(path, {
          json: this.json,
          variables: this.variables,
          attributes: this.options.attributes ?? {},
          evaluate: (value) => this.evaluate(value),
        }),
    };
  }
}

/** The address in what `evaluate` makes of an attribute that only AWS knows: `aws_lb.entry` of `aws_lb.entry.arn`. */
export function addressIn(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  return /^((?:data\.)?[a-z0-9_]+\.[\w-]+)\.[\w.]+$/.exec(value)?.[1];
}
