import { Cluster } from "../../../modules/cluster/cluster";
import {
  ManagedInstanceCapacity,
  type ManagedInstanceCapacityProps,
} from "../../../modules/cluster/managed-instance-capacity";
import { synth } from "../../support/synth";
import { privateNetwork } from "./capacity-stack";

function capacityOf(props: Partial<ManagedInstanceCapacityProps> = {}) {
  let capacity!: ManagedInstanceCapacity;
  const json = synth((stack) => {
    capacity = new ManagedInstanceCapacity(stack, "capacity", {
      cluster: new Cluster(stack, "cluster", { name: "shop" }),
      network: privateNetwork,
      name: "shop",
      architecture: "x86_64",
      minVcpus: 2,
      minMemoryMiB: 4096,
      burstable: "excluded",
      tags: { Project: "shop" },
      ...props,
    });
  });
  const provider = json.resource("aws_ecs_capacity_provider");
  const managed = provider["managed_instances_provider"];
  return { capacity, json, provider, managed, template: managed["instance_launch_template"] };
}

test("has a capacity provider of the cluster, which gives its tags to the instances", () => {
  const { json, provider, managed } = capacityOf();
  expect(json.referenced(provider["cluster"])).toBe(json.resource("aws_ecs_cluster"));
  expect(provider["tags"]).toEqual({ Project: "shop" });
  expect(managed["propagate_tags"]).toBe("CAPACITY_PROVIDER");
  expect(provider["auto_scaling_group_provider"]).toBeUndefined();
});

test("asks for instances by their requirements", () => {
  const { template } = capacityOf({
    maxVcpus: 8,
    maxMemoryMiB: 32_768,
    allowedInstanceTypes: ["m6a.*"],
  });
  expect(template["instance_requirements"]).toEqual({
    vcpu_count: { min: 2, max: 8 },
    memory_mib: { min: 4096, max: 32_768 },
    cpu_manufacturers: ["intel", "amd"],
    instance_generations: ["current"],
    burstable_performance: "excluded",
    allowed_instance_types: ["m6a.*"],
  });
});

test("asks for Graviton by its maker", () => {
  const { template, capacity } = capacityOf({
    architecture: "arm64",
    excludedInstanceTypes: ["m7gd.*"],
  });
  expect(template["instance_requirements"]).toMatchObject({
    cpu_manufacturers: ["amazon-web-services"],
    excluded_instance_types: ["m7gd.*"],
  });
  expect(capacity.compatibility({ cpu: 256, memoryMiB: 512 })).toEqual({
    kind: "managed-instances",
    size: { cpu: 256, memoryMiB: 512 },
    architecture: "arm64",
  });
});

test("has on-demand instances with 80 GiB and metrics every five minutes, unless told otherwise", () => {
  const { template, managed } = capacityOf();
  expect(template["storage_configuration"]).toEqual({ storage_size_gib: 80 });
  expect(template["monitoring"]).toBe("BASIC");
  expect(template["capacity_option_type"]).toBeUndefined();
  expect(managed["infrastructure_optimization"]).toBeUndefined();
});

test("has Spot Instances, another volume, metrics every minute and another delay when asked", () => {
  const { template, managed } = capacityOf({
    spot: true,
    storageGiB: 200,
    detailedMonitoring: true,
    scaleInAfterSeconds: -1,
  });
  expect(template).toMatchObject({
    capacity_option_type: "SPOT",
    storage_configuration: { storage_size_gib: 200 },
    monitoring: "DETAILED",
  });
  expect(managed["infrastructure_optimization"]).toEqual({ scale_in_after: -1 });
});

test("lets ECS pass on the role of these instances and no other", () => {
  const { json, managed, template } = capacityOf();
  const infrastructure = json.referenced(managed["infrastructure_role_arn"]);
  const trust = json.referenced(infrastructure["assume_role_policy"]);
  expect(trust["statement"][0]["principals"][0]["identifiers"]).toEqual(["ecs.amazonaws.com"]);
  const profile = json.referenced(template["ec2_instance_profile_arn"]);
  const instance = json.referenced(profile["role"]);
  const policy = json.resource("aws_iam_role_policy");
  expect(json.referenced(policy["role"])).toBe(infrastructure);
  const [statement] = json.referenced(policy["policy"])["statement"];
  expect(statement["actions"]).toEqual(["iam:PassRole"]);
  expect(statement["resources"].map((one: string) => json.referenced(one))).toEqual([instance]);
});

test("gives each role AWS's policy for it", () => {
  const { json } = capacityOf();
  const policies = json
    .resources("aws_iam_role_policy_attachment")
    .map(({ policy_arn: arn, role }) => [
      String(arn).split("/").at(-1),
      json.referenced(role)["description"],
    ]);
  expect(policies.sort()).toEqual([
    [
      "AmazonECSInfrastructureRolePolicyForManagedInstances",
      "ECS launches and ends the instances of shop",
    ],
    ["AmazonECSInstanceRolePolicyForManagedInstances", "Managed instances of shop"],
  ]);
});

test("puts instances and tasks into the private subnets, each with a security group of its own", () => {
  const { json, capacity, template } = capacityOf({
    egress: [{ cidr: "10.9.0.0/16", ports: { from: 5432, to: 5432 } }],
  });
  expect(template["network_configuration"]["subnets"]).toEqual(["subnet-x", "subnet-y"]);
  expect(capacity.taskNetwork.subnetIds).toEqual(["subnet-x", "subnet-y"]);
  expect(capacity.targetType).toBe("ip");
  const [group] = template["network_configuration"]["security_groups"];
  const rules = json.resources("aws_vpc_security_group_egress_rule");
  const portsOf = (prefix: string) =>
    rules
      .filter(({ security_group_id: id }) => json.referenced(id)["name_prefix"] === prefix)
      .map(({ from_port: from }) => from)
      .sort();
  expect(json.referenced(group)["name_prefix"]).toBe("shop-node-");
  expect(portsOf("shop-node-")).toEqual([443, 5432]);
  expect(portsOf("shop-tasks-")).toEqual([443, 5432]);
  expect(json.resources("aws_vpc_security_group_ingress_rule")).toEqual([]);
});

test("keeps rights and ways until the instances are gone, and the provider until the cluster released it", () => {
  const { json, provider } = capacityOf();
  const needed = (provider["depends_on"] as string[]).map((address) => address.split(".")[0]);
  expect(new Set(needed)).toEqual(
    new Set([
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_vpc_security_group_egress_rule",
    ]),
  );
  const association = json.resource("aws_ecs_cluster_capacity_providers");
  expect(association["capacity_providers"].map((one: string) => json.referenced(one))).toEqual([
    provider,
  ]);
  const [[address] = [""]] = json.addressed("aws_ecs_capacity_provider");
  expect(association["lifecycle"]).toEqual({ replace_triggered_by: [`${address}.id`] });
});

test.each<[string, Partial<ManagedInstanceCapacityProps>, string]>([
  ["a delay of two hours", { scaleInAfterSeconds: 7200 }, "`scaleInAfterSeconds` must be from -1"],
  ["a volume of 20 GiB", { storageGiB: 20 }, "`storageGiB` must be from 30 to 16384, got 20."],
  ["a reserved name", { name: "ecs-shop" }, "`name` must"],
  ["no type to choose", { allowedInstanceTypes: ["m6g.*"] }, "must leave an instance type"],
])("refuses %s", (_, props, message) => {
  expect(() => capacityOf(props)).toThrow(message);
});
