import { Bastion } from "../../../modules/network/bastion";
import { PARTITION, synth } from "../../support/synth";

const json = synth((stack) => {
  new Bastion(stack, "bastion", {
    name: "shop-bastion",
    network: {
      vpcId: "vpc-1",
      publicSubnetIds: ["subnet-9"],
      workloadSubnetIds: ["subnet-1", "subnet-2"],
      workloadsArePublic: false,
      privateRouteTableIds: [],
      egress: [],
      httpsDestinations: [{ cidr: "0.0.0.0/0" }],
    },
  });
});
const instance = json.resource("aws_instance");

test("stands in a private subnet without a public address, a key, or an open port", () => {
  expect(instance["subnet_id"]).toBe("subnet-1");
  expect(instance["associate_public_ip_address"]).toBeUndefined();
  expect(instance["key_name"]).toBeUndefined();
  expect(json.resources("aws_vpc_security_group_ingress_rule")).toEqual([]);
});

test("is reached by Session Manager, to which it has a way and a right", () => {
  expect(json.resource("aws_vpc_security_group_egress_rule")).toMatchObject({ from_port: 443 });
  expect(json.resource("aws_iam_role_policy_attachment")["policy_arn"]).toBe(
    `arn:${PARTITION}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
  );
});

test("is not made anew whenever AWS has a newer image", () => {
  expect(instance["lifecycle"].ignore_changes).toEqual(["ami"]);
});
