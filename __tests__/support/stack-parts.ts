import { containerDefinitions } from "./container-definitions";
import type { TerraformJson } from "./synth";

/* What tests look at in the runtime stack of a system that has one service. */

/** The one container of the one task definition. */
export function container(json: TerraformJson) {
  const [only, ...others] = containerDefinitions(
    json.resource("aws_ecs_task_definition")["container_definitions"] as string,
  );
  expect(others).toEqual([]);
  return only!;
}

/** The security group of the balancer, as an expression. */
export function balancerGroup(json: TerraformJson): string {
  return json.resource("aws_lb")["security_groups"][0] as string;
}

/** The security group of the instances. In a network whose subnets hand out public addresses the template leaves the interface to them. */
export function nodesGroup(json: TerraformJson): string {
  const template = json.resource("aws_launch_template");
  const [group, ...others] = (template["network_interfaces"]?.[0].security_groups ??
    template["vpc_security_group_ids"]) as string[];
  expect(others).toEqual([]);
  return group!;
}

/** Rules of a security group. */
export function rules(json: TerraformJson, direction: "ingress" | "egress", group: string) {
  return json
    .resources(`aws_vpc_security_group_${direction}_rule`)
    .filter((rule) => rule["security_group_id"] === group);
}

export function dependencies(json: TerraformJson, type: string): string[] {
  return json.resource(type)["depends_on"] as string[];
}
