import { devNull } from "node:os";

/**
 * The environment in which Terraform, its AWS provider and its S3 backend talk to an emulator and to nothing else.
 *
 * Excludes everything that the user has set for AWS or Terraform: no profile, key, endpoint or workspace of theirs
 * may reach a rehearsal, and a rehearsal may not reach their account.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function awsEnvironment(endpoint: string): NodeJS.ProcessEnv {
  return {
    ...withoutSettingsOf(["AWS_", "TF_"]),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "rehearsal",
    AWS_SECRET_ACCESS_KEY: "rehearsal",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    // The default of 25 turns every call that an emulator lacks into minutes of silence.
    AWS_MAX_ATTEMPTS: "3",
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
    CHECKPOINT_DISABLE: "1",
    // Terraform and its provider run for seconds. By default, a quarter of that time is Go's garbage collection.
    GOGC: "400",
    TF_IN_AUTOMATION: "1",
  };
}

/** The environment of this process without the variables that have these prefixes. */
export function withoutSettingsOf(prefixes: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !prefixes.some((prefix) => name.toUpperCase().startsWith(prefix)),
    ),
  );
}
