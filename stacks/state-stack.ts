import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../settings/environment";
import { StateBucket } from "../modules/state/state-bucket";
import type { S3State } from "../modules/state/state-backend";
import { SystemStack } from "./system-stack";

/**
 * The bucket of an environment's states, its own included.
 *
 * Before the bucket exists the stack has to keep its state elsewhere: with `STATE_BACKEND=local` in the environment of the
 * synth it is a file beside the project, which the next `terraform init -migrate-state` moves into the bucket.
 */
export class StateStack extends SystemStack {
  constructor(scope: Construct, environment: Environment, state: S3State) {
    const local = process.env.STATE_BACKEND === "local";
    super(scope, environment, "state", local ? { kind: "local" } : state);
    const { bucket } = new StateBucket(this, "bucket", {
      bucketName: state.bucket,
      kmsKeyId: state.kmsKeyId,
      deletionProtection: environment.protections.deletionProtection,
    });
    new TerraformOutput(this, "bucket_name", { value: bucket.bucket });
  }
}
