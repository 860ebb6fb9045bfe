import { devNull } from "node:os";

/**
 * The environment in which Terraform, its AWS provider and its S3 backend reach only the emulator.
 *
 * Removes all AWS and Terraform settings of the user. Their profile, keys, endpoints and workspace must not affect a
 * rehearsal, and a rehearsal must not reach their account.
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
    // With the default of 25 retries, each call that the emulator lacks hangs for minutes.
    AWS_MAX_ATTEMPTS: "3",
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
    CHECKPOINT_DISABLE: "1",
    // Terraform and its provider run for seconds. By default, Go's garbage collection takes a quarter of that time.
    GOGC: "400",
    TF_IN_AUTOMATION: "1",
  };
}

/** This process's environment without the variables that start with these prefixes. */
export function withoutSettingsOf(prefixes: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !prefixes.some((prefix) => name.toUpperCase().startsWith(prefix)),
    ),
  );
}
