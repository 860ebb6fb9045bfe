import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";

export interface ReleaseNoticesProps {
  /** Name of the pipeline, at most 55 characters. */
  readonly pipeline: string;
  /** Topic whose policy admits EventBridge. */
  readonly topicArn: string;
}

/**
 * Notifies of each execution of a pipeline that fails or is stopped. CodePipeline itself asks for approvals.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export class ReleaseNotices extends Construct {
  constructor(scope: Construct, id: string, { pipeline, topicArn }: ReleaseNoticesProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, "Default", {
      name: `${pipeline}-failed`,
      description: `Releases by ${pipeline} that fail or are stopped`,
      eventPattern: JSON.stringify({
        source: ["aws.codepipeline"],
        "detail-type": ["CodePipeline Pipeline Execution State Change"],
        detail: { pipeline: [pipeline], state: ["FAILED", "STOPPED"] },
      }),
    });
    new CloudwatchEventTarget(this, "target", { rule: rule.name, arn: topicArn });
  }
}
