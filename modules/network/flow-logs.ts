import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { ServiceRole } from "../identity/service-role";
import { validate } from "../validation";

export interface FlowLogsProps {
  /** Part of the log group's name. */
  readonly name: string;
  readonly vpcId: string;
  /** Days that CloudWatch keeps the records: one of the periods that it offers. */
  readonly retentionDays: number;
}

/**
 * Records of a VPC's traffic in CloudWatch Logs (EC2.6).
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export class FlowLogs extends Construct {
  readonly logGroup: CloudwatchLogGroup;
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, { name, vpcId, retentionDays }: FlowLogsProps) {
    super(scope, id);
    validate(this, () =>
      retentionPeriods.includes(retentionDays)
        ? undefined
        : `\`retentionDays\` must be one of ${retentionPeriods.join(", ")}, got ${retentionDays}.`,
    );
    this.logGroup = new CloudwatchLogGroup(this, "group", {
      namePrefix: `/vpc/${name}/flow-logs-`,
      retentionInDays: retentionDays,
    });
    this.role = this.createRole();
    new FlowLog(this, "Default", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: this.logGroup.arn,
      iamRoleArn: this.role.arn,
      tags: { Name: name },
      dependsOn: [...this.role.policies],
    });
  }

  private createRole(): ServiceRole {
    const role = new ServiceRole(this, "role", {
      service: "vpc-flow-logs.amazonaws.com",
      namePrefix: "vpc-flow-logs-",
      description: "Lets VPC flow logs write to their log group",
      sourceAccountId: new DataAwsCallerIdentity(this, "account").accountId,
    });
    role.allow("write", [
      {
        actions: [
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "logs:DescribeLogGroups",
          "logs:DescribeLogStreams",
        ],
        resources: [`${this.logGroup.arn}:*`],
      },
    ]);
    return role;
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionPeriods: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];
