import {
  explainFailure,
  explainInitFailure,
  NO_BUCKET,
} from "../../../tools/bootstrap/explain-failure";
import { StackJson } from "../../../tools/synthesized/stack-json";

describe("[2026-11 A7] a failure of Terraform's is one message with the fix:", () => {
  it.each([
    [
      "no credentials",
      "Error: No valid credential sources found\n\nPlease see https://developer.hashicorp.com",
      "AWS does not accept your credentials. Sign in",
    ],
    [
      "a bucket of somebody else's",
      "Error: Error refreshing state: operation error S3: ListObjectsV2, https response error StatusCode: 403, RequestID: 1",
      'The bucket "shop" belongs to another account',
    ],
    [
      "a bucket in another region",
      "operation error S3: ListObjectsV2, https response error StatusCode: 301",
      'The bucket "shop" is in another region. Set that as `state.region`',
    ],
    [
      "no provider",
      "Error: Failed to query available provider packages\n\nCould not retrieve: dial tcp: lookup registry.terraform.io: no such host",
      "The AWS provider cannot be downloaded. Check the network",
    ],
    ["no network", "dial tcp 1.2.3.4:443: i/o timeout", "AWS cannot be reached. Check the network"],
    ["a full disk", "write /x: no space left on device", "The disk is full."],
    ["anything else, in Terraform's words", "Error: Odd", "Terraform failed:\nError: Odd"],
  ])("%s", (_, output, message) => {
    expect(explainFailure(output, "shop").message).toContain(message);
  });
});

it.each([
  'Error: Failed to get existing workspaces: S3 bucket "shop" does not exist.',
  "api error NoSuchBucket: The specified bucket does not exist",
])("knows that there is no bucket yet by: %s", (output) => {
  expect(output).toMatch(NO_BUCKET);
});

describe("a failure of `terraform init` in a stack's folder names", () => {
  const keptIn = (backend: object) =>
    new StackJson({
      terraform: { backend },
      provider: { aws: [{ default_tags: [{ tags: { Environment: "dev" } }] }] },
    });
  const NOT_FOUND = "operation error S3: ListObjectsV2, https response error StatusCode: 404";

  test("the missing bucket of the stack's state, and the command that creates it", () => {
    expect(explainInitFailure(NOT_FOUND, keptIn({ s3: { bucket: "shop" } })).message).toBe(
      'The bucket "shop" for Terraform\'s states does not exist. Create it first: npm run bootstrap -- dev',
    );
  });

  test("no bucket where the state is in none", () => {
    expect(explainInitFailure(NOT_FOUND, keptIn({ remote: {} })).message).toBe(
      `Terraform failed:\n${NOT_FOUND}`,
    );
  });

  test("the bucket of another account", () => {
    const refused = "https response error StatusCode: 403";
    expect(explainInitFailure(refused, keptIn({ s3: { bucket: "shop" } })).message).toContain(
      'The bucket "shop" belongs to another account',
    );
  });
});
