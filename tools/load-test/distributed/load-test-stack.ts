import { resolve } from "node:path";
import { blocksOf, numberOf, textOf } from "../../synthesized/fields";
import { Synthesis, type SynthesizedStack } from "../../synthesized/synthesis";
import { requireKnown } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";

/** The data in the synthesized stack of an environment's load tests that is needed before it is deployed. */
export interface LoadTestStack {
  readonly environment: string;
  readonly stack: SynthesizedStack;
  /** The stack of its image, if this project creates the repository. */
  readonly images: SynthesizedStack | undefined;
  readonly region: string;
  readonly clusterName: string;
  readonly tasks: number;
  readonly maxMinutes: number;
  readonly maxCostUsd: number;
  readonly vcpus: number;
  readonly memoryGb: number;
  readonly isArm: boolean;
  readonly hasPublicAddresses: boolean;
  readonly natGateways: number;
  /** Outbound ports of the tasks. */
  readonly ports: readonly { readonly from: number; readonly to: number }[];
}

const PREFIX = "load-test-";

/**
 * @throws UserError if the environment has no load tests
 */
export function loadTestStack(root: string, environment: string): LoadTestStack {
  const synthesis = Synthesis.read(resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out"));
  requireKnown("environment", [environment], synthesis.environments);
  const stack = synthesis.stacks.find(({ name }) => name === `${PREFIX}${environment}`);
  if (stack === undefined) {
    throw new UserError(
      `--distributed needs the stack ${PREFIX}${environment}, and ${environment} has none. ` +
        `Set \`loadTest: {}\` in environments/${environment}.ts, and run: npm run synth`,
    );
  }
  const { json } = stack;
  const [task = {}] = Object.values(json.resources("aws_ecs_task_definition"));
  const [cluster = {}] = Object.values(json.resources("aws_ecs_cluster"));
  const outputs = new Map(
    Object.entries((json.json.output ?? {}) as Record<string, { readonly value: unknown }>),
  );
  const limit = (name: string): number => Number(outputs.get(name)?.value);
  return {
    environment,
    stack,
    images: synthesis.stacks.find(({ name }) => name === `${PREFIX}images-${environment}`),
    region: json.region,
    clusterName: textOf(cluster, "name", ""),
    tasks: limit("tasks"),
    maxMinutes: limit("max_minutes"),
    maxCostUsd: limit("max_cost_usd"),
    vcpus: numberOf(task, "cpu", 0) / 1024,
    memoryGb: numberOf(task, "memory", 0) / 1024,
    isArm: blocksOf(task, "runtime_platform").some((each) => each.cpu_architecture === "ARM64"),
    hasPublicAddresses: outputs.get("assign_public_ip")?.value === true,
    natGateways: Object.keys(json.resources("aws_nat_gateway")).length,
    ports: Object.values(json.resources("aws_vpc_security_group_egress_rule")).map((rule) => ({
      from: numberOf(rule, "from_port", 0),
      to: numberOf(rule, "to_port", 0),
    })),
  };
}

/** The port of a URL, including its scheme's default. */
export function portOf({ port, protocol }: URL): number {
  if (port !== "") return Number(port);
  return protocol === "https:" ? 443 : 80;
}

/**
 * The tag of the image: the given one, or a hash of the sources that the image is built from.
 *
 * @throws UserError if the tag cannot be determined
 */
export function imageTagOf(
  { stack, images }: LoadTestStack,
  given: string | undefined,
): string | undefined {
  if (given !== undefined) return given;
  const needed = [stack, images].some((each) => each?.json.variables.includes("image_tag"));
  if (!needed) return undefined;
  const [image] = Object.values(images?.json.resources("docker_image") ?? {});
  const { sources } = (image?.triggers ?? {}) as { readonly sources?: string };
  if (sources !== undefined) return `sources-${sources.slice(0, 16)}`;
  throw new UserError(
    "--image-tag must be set, because this project does not build the image of the load generator (`loadTest.image`). Add the tag that you pushed.",
  );
}
