import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../settings/environment";
import { StateBucket } from "../modules/state/state-bucket";
import type { S3State } from "../modules/state/state-backend";
import { SystemStack } from "./system-stack";

/**
 * The bucket of an environment's states, its own included.
 *
 * Before the bucket exists, `npm run bootstrap` keeps the state in a file next to the project, and then moves it.
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
