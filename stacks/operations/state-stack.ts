import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../../settings/environment";
import { StateBucket } from "../../modules/state/state-bucket";
import type { S3State } from "../../modules/state/state-backend";
import { SystemStack } from "../system-stack";

/**
 * The bucket for the states of an environment's stacks, including this one.
 *
 * Until the bucket exists, `npm run bootstrap` keeps the state in a local file. Then it moves the state to the bucket.
 */
export class StateStack extends SystemStack {
  constructor(scope: Construct, environment: Environment, state: S3State) {
    super(scope, environment, "state");
    const { bucket } = new StateBucket(this, "bucket", {
      bucketName: state.bucket,
      kmsKeyId: state.kmsKeyId,
      deletionProtection: environment.protections.deletionProtection,
    });
    new TerraformOutput(this, "bucket_name", { value: bucket.bucket });
  }
}
