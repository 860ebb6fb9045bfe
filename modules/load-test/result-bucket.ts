import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { closeExceptToRoles, encryptWithKeyOfS3, expireObjects } from "../data/private-bucket";
import type { PolicyStatement } from "../identity/service-role";

export interface ResultBucketProps {
  /** Days to keep an object. */
  readonly expireAfterDays: number;
}

/** The bucket through which a load test gives its tasks their order, and through which they return results. */
export class ResultBucket extends Construct {
  readonly resource: S3Bucket;
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: ResultBucketProps) {
    super(scope, id);
    // The user who runs the test has copies of all results.
    this.resource = new S3Bucket(this, "Default", {
      bucketPrefix: "load-test-",
      forceDestroy: true,
    });
    this.bucketName = this.resource.id;
    encryptWithKeyOfS3(this, this.resource);
    expireObjects(this, this.resource, props.expireAfterDays);
    closeExceptToRoles(this, this.resource);
  }

  /** The permissions of one run's tasks: read their order, and write their own objects. */
  accessOf(run: string): readonly PolicyStatement[] {
    const objects = (name: string) => `${this.resource.arn}/runs/${run}/${name}`;
    return [
      { actions: ["s3:GetObject"], resources: [objects("order.json")] },
      { actions: ["s3:PutObject"], resources: [objects("tasks/*")] },
    ];
  }
}
