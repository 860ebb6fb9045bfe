import { type Block, blockOf } from "./fields";
import { evaluate } from "./expression/evaluate";
import { type Expressions, parseExpressions } from "./expression/parse";
import { type Attributes, resolveReference } from "./references";
import type { Resource, Resources } from "./resources";
import type { StackJson } from "./stack-json";
import { assignVariables } from "./variables";

export interface EvaluatedStackOptions {
  /** Values of Terraform variables as a command line gives them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Attributes that AWS would give to resources. @default - an attribute that only AWS knows is its own address */
  readonly attributes?: Attributes;
}

/**
 * A stack with values instead of expressions. It makes no AWS calls: an attribute that only AWS knows, such as an
 * ARN, becomes its own address (`aws_lb.entry.arn`), so that `referenced` can follow it to its resource.
 */
export class EvaluatedStack implements Resources {
  /** The JSON as it is written. */
  readonly json: StackJson;
  /** Values of the variables by their names. */
  readonly variables: ReadonlyMap<string, unknown>;
  private readonly expressions: Expressions;
  private readonly options: EvaluatedStackOptions;
  private readonly evaluated = new Map<string, Resource>();

  private constructor(json: StackJson, expressions: Expressions, options: EvaluatedStackOptions) {
    this.json = json;
    this.expressions = expressions;
    this.options = options;
    this.variables = assignVariables(json, options.variables, (value, scope) =>
      evaluate(value, expressions, scope),
    );
  }

  /** @throws UserError when a variable lacks its value, or a value is refused by the stack's own validation */
  static async read(json: StackJson, options: EvaluatedStackOptions): Promise<EvaluatedStack> {
    return new EvaluatedStack(json, await parseExpressions(json.json), options);
  }

  /** The same stack with other values of some variables; the others keep theirs. */
  withVariables(variables: Readonly<Record<string, string>>): EvaluatedStack {
    return new EvaluatedStack(this.json, this.expressions, {
      ...this.options,
      variables: { ...this.options.variables, ...variables },
    });
  }

  /** The same stack with more attributes of its resources known. */
  withAttributes(attributes: Attributes): EvaluatedStack {
    const merged = { ...this.options.attributes };
    for (const [address, values] of Object.entries(attributes)) {
      merged[address] = { ...merged[address], ...values };
    }
    return new EvaluatedStack(this.json, this.expressions, { ...this.options, attributes: merged });
  }

  /** Values of variables as given, not yet converted to the variables' types. */
  get givenVariables(): Readonly<Record<string, string>> {
    return this.options.variables;
  }

  resources(type: string): readonly Resource[] {
    return Object.keys(this.json.resources(type)).flatMap(
      (name) => this.resource(`${type}.${name}`) ?? [],
    );
  }

  resource(address: string): Resource | undefined {
    const known = this.evaluated.get(address);
    if (known !== undefined) return known;
    const block = this.json.resource(address);
    if (block === undefined) return undefined;
    // Lifecycle conditions refer to created resources (`self`), which are unknown here.
    const settings = Object.fromEntries(
      Object.entries(block).filter(([argument]) => argument !== "lifecycle"),
    );
    const resource = { address, block: this.evaluate(settings) as Block };
    this.evaluated.set(address, resource);
    return resource;
  }

  /** Any value of the stack's JSON with its expressions evaluated. */
  evaluate(value: unknown): unknown {
    return evaluate(value, this.expressions, {
      resolve: (path) =>
        resolveReference(path, {
          json: this.json,
          variables: this.variables,
          locals: blockOf(this.json.json, "locals"),
          attributes: this.options.attributes ?? {},
          evaluate: (inner) => this.evaluate(inner),
        }),
    });
  }
}
