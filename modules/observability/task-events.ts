import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import { LogGroup } from "./log-group";

export interface TaskEventsProps {
  /** Prefix of all names, unique in account and region. */
  readonly name: string;
  readonly clusterArn: string;
  readonly serviceArns: readonly string[];
  readonly retentionDays: number;
}

/**
 * Stores ECS events about a cluster's stopped tasks, failed placements and failed deployments. ECS itself forgets a
 * stopped task after an hour. Saved Logs Insights queries read the events.
 *
 * An account has 10 CloudWatch Logs resource policies per region, and this construct uses one.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export class TaskEvents extends Construct {
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: TaskEventsProps) {
    super(scope, id);
    const { name, clusterArn, serviceArns } = props;
    // EventBridge only writes to groups whose names begin like this.
    this.logs = new LogGroup(this, "logs", {
      name: `/aws/events/ecs/${name}`,
      retentionDays: props.retentionDays,
    });
    const rules = [
      this.addRule("stopped-tasks", `${name}-stopped-tasks`, {
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: { clusterArn: [clusterArn], lastStatus: ["STOPPED"] },
      }),
      this.addRule("failures", `${name}-failures`, {
        source: ["aws.ecs"],
        "detail-type": ["ECS Service Action", "ECS Deployment State Change"],
        resources: serviceArns,
        detail: { eventType: ["WARN", "ERROR"] },
      }),
    ];
    this.admit(name, rules);
    for (const [query, queryString] of Object.entries(QUERIES)) {
      new CloudwatchQueryDefinition(this, query, {
        name: `${name}/${query}`,
        logGroupNames: [this.logs.name],
        queryString,
      });
    }
  }

  private addRule(id: string, name: string, pattern: object): CloudwatchEventRule {
    const rule = new CloudwatchEventRule(this, id, {
      name,
      eventPattern: JSON.stringify(pattern),
    });
    new CloudwatchEventTarget(this, `${id}-target`, { rule: rule.name, arn: this.logs.arn });
    return rule;
  }

  /**
   * EventBridge writes through the CloudWatch Logs resource policy, not through a role. It sends the rule, and so the
   * account, when it puts events, but not when it creates a stream.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_target
   */
  private admit(name: string, rules: readonly CloudwatchEventRule[]): void {
    const principals = [
      { type: "Service", identifiers: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] },
    ];
    const policy = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          actions: ["logs:CreateLogStream"],
          resources: [`${this.logs.arn}:*`],
          principals,
        },
        {
          actions: ["logs:PutLogEvents"],
          resources: [`${this.logs.arn}:*:*`],
          principals,
          condition: [
            {
              test: "ArnEquals",
              variable: "aws:SourceArn",
              values: rules.map(({ arn }) => arn),
            },
          ],
        },
      ],
    });
    new CloudwatchLogResourcePolicy(this, "policy", {
      policyName: `${name}-ecs-events`,
      policyDocument: policy.json,
    });
  }
}

/** Sorted by name. A hyphen in a field name requires backticks. */
const QUERIES: Readonly<Record<string, string>> = {
  "why-tasks-stopped": lines(
    "fields @timestamp, detail.group, detail.stopCode, detail.stoppedReason",
    "| display @timestamp, detail.group, detail.stopCode, detail.stoppedReason, detail.containers.0.exitCode, detail.containers.0.reason, detail.taskArn",
    '| filter `detail-type` = "ECS Task State Change"',
    "| sort @timestamp desc",
    "| limit 100",
  ),
  "reasons-by-number": lines(
    'filter `detail-type` = "ECS Task State Change"',
    "| stats count(*) as tasks, latest(@timestamp) as last by detail.group, detail.stopCode, detail.stoppedReason",
    "| sort tasks desc",
  ),
  "failed-deployments-and-placements": lines(
    "fields @timestamp, resources.0, detail.eventName, detail.reason",
    '| filter `detail-type` != "ECS Task State Change"',
    "| sort @timestamp desc",
    "| limit 100",
  ),
};

function lines(...of: readonly string[]): string {
  return of.join("\n");
}
