import { NetworkLoadBalancer } from "../../../modules/load-balancing/network-load-balancer";
import { HttpEntry } from "../../../modules/load-balancing/http-entry";
import { synth } from "../../support/synth";

const network = {
  vpcId: "vpc-1",
  publicSubnetIds: [],
  workloadSubnetIds: ["subnet-1", "subnet-2"],
  workloadsArePublic: false,
  privateRouteTableIds: [],
  egress: [],
  httpsDestinations: [{ cidr: "0.0.0.0/0" }],
};

const balancers = (name = "link", certificateArn?: string) =>
  synth((stack) => {
    const target = new HttpEntry(stack, "entry", {
      name: "inside",
      network,
      internal: true,
      ...(certificateArn === undefined
        ? {}
        : { certificate: { kind: "existing", arn: certificateArn } as const, plainHttp: "closed" }),
    });
    new NetworkLoadBalancer(stack, "link", { name, network, target, healthCheckPath: "/health" });
  });

test("stands in the workloads' subnets, and is not deleted by mistake", () => {
  const [link] = balancers()
    .resources("aws_lb")
    .filter(({ name }) => name === "link");
  expect(link).toMatchObject({
    internal: true,
    subnets: ["subnet-1", "subnet-2"],
    enable_deletion_protection: true,
  });
});

test.each([
  [undefined, 80, "HTTP"],
  ["arn:aws:acm:us-east-2:111122223333:certificate/1", 443, "HTTPS"],
])("speaks what its target speaks (certificate: %s)", (certificate, port, protocol) => {
  const json = balancers("link", certificate);
  const [group] = json.resources("aws_lb_target_group");
  expect(group).toMatchObject({ target_type: "alb", protocol: "TCP", port });
  expect(group!["health_check"].protocol).toBe(protocol);
  // The listener refers to the former group until the new one is there.
  expect(group!["lifecycle"]).toEqual({
    create_before_destroy: true,
    // Another balancer needs another group.
    replace_triggered_by: ["aws_lb.link.id"],
  });
  const [listener] = json.resources("aws_lb_listener").filter((each) => each["protocol"] === "TCP");
  expect(listener!["port"]).toBe(port);
  expect(json.resource("aws_lb_target_group_attachment")["port"]).toBe(port);
});

test("reaches its target and nothing else, and is reached by nobody but links", () => {
  const json = balancers();
  const [rule, ...others] = json.resources("aws_vpc_security_group_egress_rule");
  expect(others).toEqual([]);
  expect(json.referenced(rule!["referenced_security_group_id"])["description"]).toBe(
    "Load balancer inside",
  );
  expect(json.resource("aws_vpc_security_group_ingress_rule")["security_group_id"]).toBe(
    rule!["referenced_security_group_id"],
  );
});

test("refuses a name that AWS would refuse", () => {
  expect(() => balancers("-link")).toThrow(
    "`name` must be 1 to 32 letters, digits and inner hyphens",
  );
});
