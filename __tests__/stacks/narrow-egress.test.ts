import type { EnvironmentSettings } from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Network = EnvironmentSettings["network"];

const narrow: Network = { kind: "own", zoneCount: 2, nat: "single", httpsEgress: "endpoints" };

/** The systems of dev, each in the network, with images that are in ECR. */
function synthIn(network: Network): Readonly<Record<string, TerraformJson>> {
  const { "http-api": httpApi, "rest-api": restApi, ...others } = dev.systems;
  const systems = {
    ...others,
    "http-api": { ...httpApi, network: undefined },
    "rest-api": { ...restApi, network: undefined },
  };
  return synthEnvironments({ dev: { ...dev, loadTest: undefined, network, systems } }).stacks;
}

const SYSTEMS = ["http-scale-out", "daemon-api", "talk-service", "rest-api", "http-api"];

const stacks = synthIn(narrow);

/** Where tasks, instances and a bastion connect to by HTTPS and HTTP. */
const waysOut = (json: TerraformJson) =>
  json
    .addressed("aws_vpc_security_group_egress_rule")
    .filter(
      ([address, { from_port: port }]) =>
        /https?-out/.test(address) && [80, 443].includes(port as number),
    );

const endpointNames = (json: TerraformJson) =>
  json
    .resources("aws_vpc_endpoint")
    .map(({ service_name: name }) => (name as string).replace(/^.*\}\./, ""));

describe.each(SYSTEMS)("%s in a network with endpoints as the only peers", (system) => {
  const json = stacks[`${system}-dev`]!;

  it("connects by HTTPS to the endpoints and to S3, and nowhere else", () => {
    const peers = waysOut(json).map(([, rule]) => {
      expect(rule["from_port"]).toBe(443);
      expect([rule["cidr_ipv4"], rule["cidr_ipv6"]]).toEqual([undefined, undefined]);
      const peer = (rule["referenced_security_group_id"] ?? rule["prefix_list_id"]) as string;
      const { name_prefix: group, vpc_endpoint_type: type, tags } = json.referenced(peer);
      return (group ?? `${type} ${tags.Name}`) as string;
    });
    const expected = ["Gateway s3", "vpc-endpoints-"];
    if (system === "http-api") expected.unshift("Gateway dynamodb");
    expect([...new Set(peers)].sort()).toEqual(expected.sort());
  });

  it("has endpoints for what its capacity calls, and keeps its NAT gateway", () => {
    expect(endpointNames(json)).toEqual(
      expect.arrayContaining(["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssmmessages", "s3"]),
    );
    const { min_size: group } = json.resources("aws_autoscaling_group")[0] ?? {};
    expect(endpointNames(json).includes("ecs-agent")).toBe(group !== undefined);
    expect(json.resources("aws_nat_gateway")).toHaveLength(1);
  });
});

it("has endpoints for further services where they are named", () => {
  const json = synthIn({ ...narrow, endpointServices: ["sns", "logs"] })["rest-api-dev"]!;
  const names = endpointNames(json);
  expect(names).toContain("sns");
  expect(names.filter((name) => name === "logs")).toHaveLength(1);
  const open = synthIn({ ...narrow, httpsEgress: "anywhere", endpointServices: ["sns"] });
  expect(endpointNames(open["rest-api-dev"]!)).toEqual(["sns", "s3"]);
});

it("connects to groups and prefix lists of an existing network", () => {
  const network: Network = {
    kind: "existing",
    vpcId: "vpc-0123456789abcdef0",
    publicSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    privateSubnetIds: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"],
    httpsEgress: {
      securityGroupIds: ["sg-0123456789abcdef0"],
      prefixListIds: ["pl-7ba54012"],
    },
  };
  const all = synthIn(network);
  for (const system of SYSTEMS) {
    const peers = waysOut(all[`${system}-dev`]!).map(
      ([, rule]) => (rule["referenced_security_group_id"] ?? rule["prefix_list_id"]) as string,
    );
    const expected = ["pl-7ba54012", "sg-0123456789abcdef0"];
    expect([system, ...[...new Set(peers)].sort()]).toEqual([system, ...expected]);
  }
});

it("leads to all tables of DynamoDB by a gateway endpoint where it is named, and in http-api to its own ones", () => {
  const all = synthIn({ ...narrow, endpointServices: ["dynamodb"] });
  const endpointsOf = (system: string) =>
    all[`${system}-dev`]!.resources("aws_vpc_endpoint").filter(
      ({ tags }) => tags.Name === "dynamodb",
    );
  expect(endpointsOf("rest-api")).toEqual([
    expect.objectContaining({ vpc_endpoint_type: "Gateway" }),
  ]);
  expect(endpointsOf("rest-api")[0]!.policy).toBeUndefined();
  expect(endpointsOf("http-api")).toHaveLength(1);
  expect(endpointsOf("http-api")[0]!.policy).toBeDefined();
  for (const system of ["rest-api", "http-scale-out", "http-api"]) {
    const json = all[`${system}-dev`]!;
    const peers = waysOut(json).map(([, rule]) => (rule["prefix_list_id"] ?? "") as string);
    expect(peers.filter((peer) => peer.includes("dynamodb")).length).toBeGreaterThan(0);
  }
});
