import type { Field } from "../field";

/** How to migrate the data of a CloudFormation resource, by prefix of its type. */
const HOMES: readonly (readonly [type: RegExp, advice: string])[] = [
  [
    /^AWS::RDS::/,
    "take a snapshot before you delete its stack; set its endpoint in container.environment, its secret in container.secrets, and its port in capacity.egress",
  ],
  [
    /^AWS::DynamoDB::Table/,
    "the table stays; allow access in service.permissions and set its name in container.environment",
  ],
  [
    /^AWS::S3::Bucket$/,
    "the bucket stays; allow access in service.permissions and set its name in container.environment",
  ],
  [
    /^AWS::EFS::FileSystem/,
    "the files stay; set it in `volumes` with kind existing-efs, and in `mounts` of the container",
  ],
  [
    /^AWS::ElastiCache::/,
    "the cache stays; set its endpoint in container.environment, and its port in capacity.egress",
  ],
  [
    /^AWS::(SQS::Queue|SNS::Topic)$/,
    "it stays; allow access in service.permissions and set its name in container.environment",
  ],
];

/** How to keep the resources of an add-on that store data. */
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
