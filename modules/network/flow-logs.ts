import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { ServiceRole } from "../identity/service-role";
import { LogGroup } from "../observability/log-group";

export interface FlowLogsProps {
  /** Part of the log group's name. */
  readonly name: string;
  readonly vpcId: string;
  /** Days that CloudWatch keeps the records: a retention period that it supports. */
  readonly retentionDays: number;
}

/**
 * Flow logs of a VPC in CloudWatch Logs (EC2.6).
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export class FlowLogs extends Construct {
  readonly logGroup: LogGroup;
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, { name, vpcId, retentionDays }: FlowLogsProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "group", { name: `/vpc/${name}/flow-logs`, retentionDays });
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
    });
    role.allow("write", [
      {
        actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        resources: [`${this.logGroup.arn}:*`],
      },
      // It lists the groups of the account: IAM compares no single group.
      { actions: ["logs:DescribeLogGroups"], resources: ["*"] },
    ]);
    return role;
  }
}
