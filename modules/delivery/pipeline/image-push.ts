import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { accountIdOf, partitionOf } from "../../aws-lookups";
import { ServiceRole } from "../../identity/service-role";

export interface ImagePushProps {
  /** Name of the pipeline that starts. */
  readonly pipeline: string;
  readonly region: string;
  readonly repositoryName: string;
  /** Variable of the pipeline that gets the tag. */
  readonly variable: string;
}

/**
 * Starts a pipeline for each tag that is pushed to a repository. CodePipeline's own ECR action looks for one tag, such as
 * `latest`, which a repository with immutable tags cannot move.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cwe-ecr-source-console.html
 */
export class ImagePush extends Construct {
  constructor(scope: Construct, id: string, props: ImagePushProps) {
    super(scope, id);
    const { pipeline, region, repositoryName, variable } = props;
    const pipelineArn = `arn:${partitionOf(this)}:codepipeline:${region}:${accountIdOf(this)}:${pipeline}`;
    const role = new ServiceRole(this, "role", {
      service: "events.amazonaws.com",
      namePrefix: `${pipeline.slice(0, 32)}-push-`,
      description: `Starts ${pipeline} for images that are pushed`,
    });
    role.allow("start", [
      { actions: ["codepipeline:StartPipelineExecution"], resources: [pipelineArn] },
    ]);
    const rule = new CloudwatchEventRule(this, "Default", {
      name: `${pipeline}-push`,
      description: `Images with a tag that are pushed to ${repositoryName}`,
      eventPattern: JSON.stringify({
        source: ["aws.ecr"],
        "detail-type": ["ECR Image Action"],
        detail: {
          "action-type": ["PUSH"],
          result: ["SUCCESS"],
          "repository-name": [repositoryName],
          "image-tag": [{ "anything-but": [""] }],
        },
      }),
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      arn: pipelineArn,
      roleArn: role.arn,
      inputTransformer: {
        inputPaths: { tag: "$.detail.image-tag" },
        inputTemplate: JSON.stringify({ variables: [{ name: variable, value: "<tag>" }] }),
      },
      dependsOn: role.policies,
    });
  }
}
