import { PARTITION } from "../../support/synth";
import { synthCapacity } from "./capacity-stack";

describe("InstanceRole", () => {
  const json = synthCapacity();
  const role = json.resource("aws_iam_role");

  test("trusts only EC2", () => {
    expect(json.referenced(String(role.assume_role_policy)).statement).toEqual([
      {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
      },
    ]);
  });

  test("carries the policies of the ECS agent and of Session Manager, and no other", () => {
    const attachments = json.resources("aws_iam_role_policy_attachment");
    expect(attachments.map(({ policy_arn }) => String(policy_arn)).sort()).toEqual([
      `arn:${PARTITION}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
      `arn:${PARTITION}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role`,
    ]);
    expect(attachments.map(({ role }) => json.referenced(String(role)))).toEqual([role, role]);
  });

  test("reaches the instances through a profile that holds it", () => {
    const profile = json.resource("aws_iam_instance_profile");
    const template = json.resource("aws_launch_template");
    expect(json.referenced(String(profile.role))).toBe(role);
    expect(json.referenced(String(template.iam_instance_profile.arn))).toBe(profile);
  });

  test("keeps its generated name within AWS's 64 characters", () => {
    const long = synthCapacity({ name: "n".repeat(60) });
    expect(String(long.resource("aws_iam_role").name_prefix)).toMatch(/^n+-node-$/);
    expect(String(long.resource("aws_iam_role").name_prefix).length).toBeLessThanOrEqual(38);
  });
});
