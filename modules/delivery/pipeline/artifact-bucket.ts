import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { closeExceptToRoles, encryptWithKeyOfS3, expireObjects } from "../../data/private-bucket";
import type { PolicyStatement } from "../../identity/service-role";

export interface ArtifactBucketProps {
  /** Prefix of the bucket's name, at most 37 characters. */
  readonly namePrefix: string;
  /** Days to keep an artifact. A release whose artifacts are gone cannot be rolled back to. @default 90 */
  readonly expireAfterDays?: number;
}

/**
 * The bucket through which the actions of a pipeline hand on sources and plans. A plan may contain secrets.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome-introducing-artifacts.html
 */
export class ArtifactBucket extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ArtifactBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "Default", {
      bucketPrefix: props.namePrefix,
      // Everything in it can be made again from the repository.
      forceDestroy: true,
    });
    this.name = bucket.id;
    this.arn = bucket.arn;
    encryptWithKeyOfS3(this, bucket);
    expireObjects(this, bucket, props.expireAfterDays ?? 90);
    closeExceptToRoles(this, bucket);
  }

  /** The permissions of an action that reads artifacts, and writes its own. */
  get access(): PolicyStatement {
    return {
      actions: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
      resources: [`${this.arn}/*`],
    };
  }

  /** What CodePipeline asks about the bucket itself. */
  get lookUp(): PolicyStatement {
    return {
      actions: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
      resources: [this.arn],
    };
  }
}
