import type { TerraformJson } from "../../support/synth";
import { cidrs, ownVpc } from "./own-vpc-json";

const defaultRoutes = (json: TerraformJson) =>
  json.resources("aws_route").filter((route) => route.nat_gateway_id !== undefined);
const endpoints = (json: TerraformJson, type: string) =>
  json.resources("aws_vpc_endpoint").filter((endpoint) => endpoint.vpc_endpoint_type === type);

describe("the way out of a VPC of our own", () => {
  it("[http-api 2] has a NAT gateway and address a zone, and each zone's route goes to its own", () => {
    const { json } = ownVpc();
    expect(json.resources("aws_nat_gateway")).toHaveLength(3);
    expect(json.resources("aws_eip")).toHaveLength(3);
    const zones = defaultRoutes(json).map((route) => {
      const gateway = json.referenced(route.nat_gateway_id);
      const zoneOf = (subnetId: string) => json.referenced(subnetId).availability_zone as string;
      const association = json
        .resources("aws_route_table_association")
        .find((it) => it.route_table_id === route.route_table_id);
      expect(route.destination_cidr_block).toBe("0.0.0.0/0");
      expect(zoneOf(gateway.subnet_id)).toBe(zoneOf(association?.subnet_id));
      return zoneOf(gateway.subnet_id);
    });
    expect(new Set(zones).size).toBe(3);
  });

  it("puts NAT gateways into public subnets, after the internet gateway", () => {
    const { json } = ownVpc();
    const gateway = expect.stringMatching(/^aws_internet_gateway\./) as string;
    for (const nat of json.resources("aws_nat_gateway")) {
      expect(json.referenced(nat.subnet_id).cidr_block).toMatch(/^10\.0\.[012]\.0/);
      expect(nat.depends_on).toEqual([gateway]);
      expect(json.referenced(nat.allocation_id)).toMatchObject({
        domain: "vpc",
        depends_on: [gateway],
      });
    }
  });

  it("shares one NAT gateway when told to", () => {
    const { json } = ownVpc({ nat: "single" });
    const { subnet_id } = json.resource("aws_nat_gateway");
    expect(json.referenced(subnet_id).cidr_block).toBe("10.0.0.0/24");
    expect(json.resources("aws_eip")).toHaveLength(1);
    expect(defaultRoutes(json)).toHaveLength(3);
    expect(new Set(defaultRoutes(json).map((route) => route.nat_gateway_id)).size).toBe(1);
  });

  it("keeps its first NAT gateway and all routes when one becomes one a zone", () => {
    const addresses = (nat: "single" | "per-zone") => {
      const { json } = ownVpc({ nat }).json;
      return ["aws_nat_gateway", "aws_eip", "aws_route"].flatMap((type) =>
        Object.keys(json.resource[type]),
      );
    };
    expect(addresses("per-zone")).toEqual(expect.arrayContaining(addresses("single")));
  });

  it("[rest-api 28] leads to what ECS needs by endpoints when it has no NAT", () => {
    const { json } = ownVpc({ nat: "none" });
    expect(json.resources("aws_nat_gateway")).toHaveLength(0);
    expect(json.resources("aws_eip")).toHaveLength(0);
    const names = endpoints(json, "Interface").map((it) =>
      (it.service_name as string).replace(/^com\.amazonaws\.\$\{data\.aws_region\.[^}]+\}\./, ""),
    );
    expect(names.sort()).toEqual([
      "ec2messages",
      "ecr.api",
      "ecr.dkr",
      "ecs",
      "ecs-agent",
      "ecs-telemetry",
      "logs",
      "secretsmanager",
      "ssm",
      "ssmmessages",
    ]);
    for (const endpoint of endpoints(json, "Interface")) {
      expect(endpoint.private_dns_enabled).toBe(true);
      expect(endpoint.subnet_ids).toHaveLength(3);
      expect(endpoint.security_group_ids).toHaveLength(1);
    }
  });

  it("admits only HTTPS from the private subnets to the endpoints, and lets them out nowhere", () => {
    const { json } = ownVpc({ nat: "none" });
    const rules = json.resources("aws_vpc_security_group_ingress_rule");
    expect(rules.map((rule) => rule.cidr_ipv4)).toEqual(cidrs(json).slice(0, 3));
    for (const rule of rules) {
      expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: 443, to_port: 443 });
    }
    expect(json.resources("aws_vpc_security_group_egress_rule")).toHaveLength(0);
  });

  it.each(["none", "single", "per-zone"] as const)(
    "reaches S3 from every private subnet by a gateway endpoint, with NAT %s",
    (nat) => {
      const { json } = ownVpc({ nat });
      const [s3, ...others] = endpoints(json, "Gateway");
      expect(others).toHaveLength(0);
      expect(s3?.service_name).toMatch(/\.s3$/);
      expect(s3?.route_table_ids).toHaveLength(3);
    },
  );

  it("has interface endpoints beside NAT when they are named", () => {
    const { json } = ownVpc({ nat: "single", interfaceEndpoints: ["ecr.api", "ecr.dkr"] });
    expect(endpoints(json, "Interface")).toHaveLength(2);
  });

  it.each([
    ["per-zone", "aws_route", 4],
    ["per-zone", "aws_route_table_association", 6],
    ["none", "aws_vpc_endpoint", 11],
    ["none", "aws_vpc_security_group_ingress_rule", 3],
    ["none", "aws_route_table_association", 3],
  ] as const)("makes workloads wait for the way out: NAT %s, %s", (nat, type, count) => {
    const waitsFor = ownVpc({ nat }).json.dataSource("aws_caller_identity").depends_on as string[];
    expect(waitsFor.filter((address) => address.startsWith(`${type}.`))).toHaveLength(count);
  });
});
