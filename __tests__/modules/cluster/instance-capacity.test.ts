import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { SecurityGroup } from "../../../modules/network/security-group";
import { synth, type TerraformJson } from "../../support/synth";
import { addCapacity, privateNetwork, synthCapacity } from "./capacity-stack";

/** Types of what a resource refers to or depends on by name, each a thing that outlives it. */
function dependenciesOf(json: TerraformJson, type: string): Set<string> {
  const { depends_on = [], ...rest } = json.resource(type);
  // What triggers a replacement is a dependency, too, but in no way the one under test.
  delete rest.lifecycle;
  const references = [...JSON.stringify(rest).matchAll(/\$\{[^}]*?(aws_\w+)\./g)].map(([, t]) => t);
  const named = (depends_on as string[]).map((address) => address.split(".")[0]);
  return new Set([...references, ...named].map(String));
}

describe("the order of destruction", () => {
  const json = synth((stack) => {
    const { ready } = addCapacity(stack);
    new EcsService(stack, "service", { name: "web", dependsOn: [...ready] });
  });

  test.each([
    ["aws_ecs_service", "aws_ecs_cluster_capacity_providers"],
    ["aws_ecs_cluster_capacity_providers", "aws_ecs_capacity_provider"],
    ["aws_ecs_cluster_capacity_providers", "aws_ecs_cluster"],
    ["aws_ecs_capacity_provider", "aws_autoscaling_group"],
    ["aws_autoscaling_group", "aws_launch_template"],
    ["aws_autoscaling_group", "aws_iam_role_policy_attachment"],
    ["aws_autoscaling_group", "aws_vpc_security_group_egress_rule"],
    ["aws_launch_template", "aws_ecs_cluster"],
  ])("is %s before %s", (first, then) => {
    expect(dependenciesOf(json, first)).toContain(then);
  });

  test("keeps both policies and both ways out until the group is gone", () => {
    const kept = json.resource("aws_autoscaling_group").depends_on as string[];
    expect(kept.filter((address) => address.startsWith("aws_iam_role_policy_att"))).toHaveLength(2);
    expect(kept.filter((address) => address.includes("egress_rule"))).toHaveLength(2);
  });

  test("keeps the network's way out until the group is gone", () => {
    const routed = synth((stack) => {
      const { resource } = new SecurityGroup(stack, "stands-for-a-nat-gateway", {
        vpcId: "vpc-1",
        namePrefix: "nat-",
        description: "NAT",
      });
      addCapacity(stack, { network: { ...privateNetwork, egress: [resource] } });
    });
    expect(routed.resource("aws_autoscaling_group").depends_on).toContainEqual(
      expect.stringContaining("stands-for-a-nat-gateway"),
    );
  });

  test("takes the association out of the way of a provider that is made anew, not of one that changes", () => {
    const triggers = json.resource("aws_ecs_cluster_capacity_providers").lifecycle;
    expect(triggers).toEqual({
      replace_triggered_by: [expect.stringMatching(/^aws_ecs_capacity_provider\.[\w-]+\.id$/)],
    });
    const [address] = triggers.replace_triggered_by as [string];
    expect(json.referenced(`\${${address}}`).name).toBe("shop-nodes");
  });
});

describe("InstanceCapacity", () => {
  test("gives its group, its provider and its alarms a name that is known before the apply", () => {
    const json = synthCapacity();
    expect(json.resource("aws_autoscaling_group").name).toBe("shop-nodes");
    expect(json.resource("aws_ecs_capacity_provider").name).toBe("shop-nodes");
  });

  test("is where the cluster's tasks go that name no capacity", () => {
    const json = synthCapacity();
    const [share] = json.resource(
      "aws_ecs_cluster_capacity_providers",
    ).default_capacity_provider_strategy;
    expect(share.weight).toBe(1);
    expect(json.referenced(String(share.capacity_provider)).name).toBe("shop-nodes");
  });

  test("scales on the CPU of its instances at 30 % by default", () => {
    const policy = synthCapacity().resource("aws_autoscaling_policy");
    expect(policy.target_tracking_configuration.target_value).toBe(30);
  });

  test.each(["cpu-target", "step"] as const)("rejects a group that %s could not start", (kind) => {
    expect(() => synthCapacity({ minInstances: 0, scaling: { kind } })).toThrow(
      `\`minInstances\` must be 1 or more with the scaling strategy "${kind}"`,
    );
  });

  test("scales from nothing with managed scaling", () => {
    const json = synthCapacity({ minInstances: 0, scaling: { kind: "managed" } });
    expect(json.resource("aws_autoscaling_group").min_size).toBe(0);
  });
});
