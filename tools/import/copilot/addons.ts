import type { Field } from "../field";

/** Where the data of a CloudFormation resource goes, by the start of its type. */
const HOMES: readonly (readonly [type: RegExp, advice: string])[] = [
  [
    /^AWS::RDS::/,
    "take a snapshot before you delete its stack; give services its endpoint in container.environment, its secret in container.secrets, and its port in capacity.egress",
  ],
  [
    /^AWS::DynamoDB::Table/,
    "the table stays; allow it in service.permissions and give its name in container.environment",
  ],
  [
    /^AWS::S3::Bucket$/,
    "the bucket stays; allow it in service.permissions and give its name in container.environment",
  ],
  [
    /^AWS::EFS::FileSystem/,
    "copy the files to Amazon S3 with AWS DataSync; the tasks of these systems mount nothing",
  ],
  [
    /^AWS::ElastiCache::/,
    "the cache stays; give services its endpoint in container.environment, and its port in capacity.egress",
  ],
  [
    /^AWS::(SQS::Queue|SNS::Topic)$/,
    "it stays; allow it in service.permissions and give its name in container.environment",
  ],
];

/** How to go on with the resources of an add-on that hold data. */
export function addonAdvice(path: string, template: Field): readonly string[] {
  return template.get("Resources").entries.flatMap(([name, resource]) => {
    const type = resource.get("Type").text ?? "";
    const home = HOMES.find(([start]) => start.test(type));
    return home === undefined
      ? []
      : [
          `${name} (${type}) of ${path}: ${home[1]}. Set its DeletionPolicy to Retain before Copilot deletes the stack.`,
        ];
  });
}
