import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Testing, TerraformStack } from "cdktf";

type Attributes = Record<string, any>;

/** A stack's Terraform JSON, with look-ups by type: tests do not depend on addresses, but for those that pin them. */
export class TerraformJson {
  readonly json: Attributes;

  constructor(json: Attributes) {
    this.json = json;
  }

  /** All resources of a type, in the order of their addresses. */
  resources(type: string): Attributes[] {
    return Object.values<Attributes>(
      (this.json["resource"] as Attributes | undefined)?.[type] ?? {},
    );
  }

  /** All resources or data sources of a type with their addresses, such as `aws_lb.web`. */
  addressed(type: string, kind: "resource" | "data" = "resource"): [string, Attributes][] {
    const found = (this.json[kind] as Attributes | undefined)?.[type] as Attributes | undefined;
    const prefix = kind === "data" ? `data.${type}` : type;
    return Object.entries<Attributes>(found ?? {}).map(([id, one]) => [`${prefix}.${id}`, one]);
  }

  /** The one resource of a type; fails when there are none or several. */
  resource(type: string): Attributes {
    return theOnly(type, this.resources(type));
  }

  /** All data sources of a type. */
  dataSources(type: string): Attributes[] {
    return Object.values<Attributes>((this.json["data"] as Attributes | undefined)?.[type] ?? {});
  }

  dataSource(type: string): Attributes {
    return theOnly(`data.${type}`, this.dataSources(type));
  }

  /** The resource that an expression such as `${aws_lb.web.arn}` refers to. */
  referenced(expression: string): Attributes {
    const match = /\$\{(data\.)?(\w+)\.([\w-]+)/.exec(expression);
    const found =
      match && (match[1] ? this.json["data"] : this.json["resource"])?.[match[2]!]?.[match[3]!];
    if (!found) throw new Error(`${expression} refers to nothing in this stack`);
    return found as Attributes;
  }

  get outputs(): Attributes {
    return (this.json["output"] ?? {}) as Attributes;
  }

  /** The whole document as text, for tests of what it must not contain. */
  get text(): string {
    return JSON.stringify(this.json);
  }
}

/** The partition of a deployment, as an expression. */
export const PARTITION = "${data.aws_partition.aws-partition.partition}";

/** An empty stack with the AWS provider, without which CDKTF refuses to synthesize resources of AWS. */
export function awsStack(id: string): TerraformStack {
  const stack = new TerraformStack(Testing.app(), id);
  new AwsProvider(stack, "aws-provider", { region: "us-east-2" });
  return stack;
}

/** Synthesizes one stack, validations included, from what `build` puts into it. */
export function synth(build: (stack: TerraformStack) => void): TerraformJson {
  const stack = awsStack("test");
  build(stack);
  return synthStack(stack);
}

export function synthStack(stack: TerraformStack): TerraformJson {
  return new TerraformJson(JSON.parse(Testing.synth(stack, true)) as Attributes);
}

function theOnly(type: string, found: Attributes[]): Attributes {
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    throw new Error(`expected one ${type}, found ${found.length}`);
  }
  return only;
}
