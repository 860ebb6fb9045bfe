import { createNetwork } from "../../../modules/network/create-network";
import { synth } from "../../support/synth";

const json = synth((stack) => {
  createNetwork(stack, "network", {
    kind: "own",
    zoneCount: 2,
    nat: "none",
    flowLogsRetentionDays: 14,
  });
});

describe("flow logs", () => {
  it("[EC2.6] records all traffic of the VPC in a log group with a retention", () => {
    const log = json.resource("aws_flow_log");
    expect(log).toMatchObject({ traffic_type: "ALL", log_destination_type: "cloud-watch-logs" });
    expect(json.referenced(log.vpc_id)).toBe(json.resource("aws_vpc"));
    expect(json.referenced(log.log_destination).retention_in_days).toBe(14);
  });

  it("writes by a role that only flow logs of this account can take", () => {
    const role = json.referenced(json.resource("aws_flow_log").iam_role_arn);
    const [trust, ...others] = json.referenced(role.assume_role_policy).statement;
    expect(others).toHaveLength(0);
    expect(trust).toEqual({
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["vpc-flow-logs.amazonaws.com"] }],
      condition: [
        {
          test: "StringEquals",
          variable: "aws:SourceAccount",
          values: [expect.stringMatching(/^\$\{data\.aws_caller_identity\..*account_id\}$/)],
        },
      ],
    });
  });

  it("lets the role write to its own log group only, before the first record", () => {
    const policy = json.resource("aws_iam_role_policy");
    const [statement, ...others] = json.referenced(policy.policy).statement;
    expect(others).toEqual([{ actions: ["logs:DescribeLogGroups"], resources: ["*"] }]);
    expect(statement.actions).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "logs:DescribeLogStreams",
    ]);
    expect(statement.resources).toEqual([
      expect.stringMatching(/aws_cloudwatch_log_group\.[^}]+\}:\*$/),
    ]);
    expect(json.resource("aws_flow_log").depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\./),
    ]);
  });

  it("exist only when a retention is given", () => {
    const without = synth((stack) => {
      createNetwork(stack, "network", { kind: "own", zoneCount: 2, nat: "none" });
    });
    expect(without.resources("aws_flow_log")).toHaveLength(0);
    expect(without.resources("aws_cloudwatch_log_group")).toHaveLength(0);
  });
});
