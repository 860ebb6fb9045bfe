import { explainFailure, NO_BUCKET } from "../../../tools/bootstrap/explain-failure";

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
