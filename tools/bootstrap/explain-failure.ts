import type { StackJson } from "../synthesized/stack-json";
import { UserError } from "../terminal/user-error";

/** Terraform's output for common failures outside the project, and the fix for each. */
const FIXES: readonly [pattern: RegExp, message: (bucket: string) => string][] = [
  [
    /No valid credential sources|failed to refresh cached credentials|ExpiredToken|InvalidClientTokenId|SSOProviderInvalidToken|get credentials/i,
    () =>
      "AWS does not accept your credentials. Sign in (`aws sso login`) or set AWS_PROFILE or AWS_ACCESS_KEY_ID, then run the command again.",
  ],
  [
    /StatusCode: 403|AccessDenied|BucketAlreadyExists\b|Forbidden/,
    (bucket) =>
      `The bucket "${bucket}" belongs to another account, or your credentials must not use it. Check them (\`aws sts get-caller-identity\`), or choose another name for the bucket in \`state.bucket\`.`,
  ],
  [
    /StatusCode: 301|PermanentRedirect|requested bucket from/,
    (bucket) =>
      `The bucket "${bucket}" is in another region. Set that as \`state.region\`, or choose another name for the bucket in \`state.bucket\`.`,
  ],
  [
    /Required token could not be found/,
    () => "HCP Terraform does not know you. Run `terraform login`, then run the command again.",
  ],
  [
    /Failed to query available provider packages|could not query provider registry|Failed to install provider/i,
    () =>
      "The AWS provider cannot be downloaded. Check the network; without one, name a folder with the provider in Terraform's CLI configuration (`provider_installation`), then run the command again.",
  ],
  [
    /no such host|connection refused|i\/o timeout|network is unreachable|dial tcp/i,
    () =>
      "AWS cannot be reached. Check the network and its proxy settings, then run the command again.",
  ],
  [
    /no space left on device/i,
    () => "The disk is full. Free some space, then run the command again.",
  ],
];

/** Output of `terraform init` for a bucket that does not exist. */
export const NO_BUCKET = /NoSuchBucket|S3 bucket .* does not exist|StatusCode: 404/;

/** One message for what Terraform could not do; its own words where they are not known here. */
export function explainFailure(output: string, bucket: string): UserError {
  return asError(knownFailure(output, bucket), output);
}

/** The same for a failure of `terraform init` in the folder of a stack. */
export function explainInitFailure(output: string, json: StackJson): UserError {
  return asError(knownInitFailure(output, json), output);
}

function asError(known: string | undefined, output: string): UserError {
  return new UserError(known ?? `Terraform failed:\n${output.trim()}`);
}

/**
 * The message for a failure of any command in the folder of a stack. Only these two look for the state bucket before anything
 * else: in others, something else may be what does not exist.
 */
export function knownCommandFailure(
  command: string,
  output: string,
  json: StackJson,
): string | undefined {
  return ["init", "workspace"].includes(command)
    ? knownInitFailure(output, json)
    : knownFailure(output, json.s3Backend?.bucket ?? "");
}

/** The message for a failure of `terraform init` that is listed above, or for a missing state bucket. */
export function knownInitFailure(output: string, json: StackJson): string | undefined {
  const bucket = json.s3Backend?.bucket;
  if (bucket !== undefined && NO_BUCKET.test(output)) {
    // Names of buckets are global: for one that another account owns, S3 answers 403 instead.
    return `The bucket "${bucket}" for Terraform's states does not exist. Create it first: npm run bootstrap -- ${json.defaultTags.Environment ?? "<environment>"}`;
  }
  return knownFailure(output, bucket ?? "");
}

/** The message for a failure that is listed above. */
export function knownFailure(output: string, bucket: string): string | undefined {
  return FIXES.find(([pattern]) => pattern.test(output))?.[1](bucket);
}
