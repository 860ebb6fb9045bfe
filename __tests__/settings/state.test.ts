import { errorIf, parsed } from "./settings";

const bucketErrors: readonly (readonly [string, string, string])[] = [
  ["is too short", "ab", "must be 3 to 63 characters long"],
  ["is empty", "", "must be 3 to 63 characters long"],
  [
    "has capital letters",
    "Acme-state",
    "must consist of lowercase letters, digits, hyphens and dots only",
  ],
  [
    "has an underscore",
    "acme_state",
    "must consist of lowercase letters, digits, hyphens and dots only",
  ],
  [
    "holds what Terraform would evaluate",
    "acme-${var.name}",
    "must consist of lowercase letters, digits, hyphens and dots only",
  ],
  ["begins with a hyphen", "-acme", "must begin and end with a letter or a digit"],
  ["ends with a dot", "acme.", "must begin and end with a letter or a digit"],
  ["has two dots side by side", "acme..state", "must not contain two dots in a row"],
  ["looks like an IP address", "192.168.5.4", "must not look like an IP address"],
  ...["xn--acme", "sthree-acme", "amzn-s3-demo-acme"].map(
    (name) =>
      [
        `begins as ${name} does`,
        name,
        `must not start with "${name.slice(0, -"acme".length)}", which AWS reserves`,
      ] as const,
  ),
  ...["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"].map(
    (end) =>
      [`ends with ${end}`, `acme${end}`, `must not end with "${end}", which AWS reserves`] as const,
  ),
];

describe("a bucket", () => {
  errorIf(
    bucketErrors.map(([name, bucket, message]) => [
      `its name ${name}`,
      { "state.bucket": bucket },
      `state.bucket ${message}, got "${bucket}".`,
    ]),
  );

  errorIf([
    [
      "its name is too long",
      { "state.bucket": "a".repeat(64) },
      `state.bucket must be 3 to 63 characters long, got "${"a".repeat(60)}…".`,
    ],
    [
      "it is missing",
      { state: { kind: "s3" } },
      "state.bucket must be the name of an S3 bucket, but is missing.",
    ],
    [
      "its region is none",
      { "state.region": "us-east" },
      'state.region must be an AWS region, as in "us-east-2", got "us-east". Did you mean "us-east-1"? `npm run facts` updates the table of what AWS offers.',
    ],
    ...["alias/aws/s3", "key/1234", "arn:aws:kms:us-east-2:123456789012:1234", "alias/"].map(
      (kmsKeyId) =>
        [
          `its key is called ${kmsKeyId}`,
          { "state.kmsKeyId": kmsKeyId },
          `state.kmsKeyId must be a KMS key: its id, its ARN, or an alias, as in "alias/terraform", got "${kmsKeyId}".`,
        ] as const,
    ),
  ]);

  test.each([
    "alias/terraform",
    "1234abcd-12ab-34cd-56ef-1234567890ab",
    "mrk-1234abcd12ab34cd56ef1234567890ab",
    "arn:aws-us-gov:kms:us-gov-east-1:123456789012:alias/states",
    "arn:aws:kms:us-east-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  ])("may be encrypted with %s", (kmsKeyId) => {
    expect(parsed({ "state.kmsKeyId": kmsKeyId }).state).toMatchObject({ kmsKeyId });
  });

  test.each(["abc", "a".repeat(63), "acme.state", "1-2", "acme--state"])(
    "may be called %s",
    (bucket) => {
      expect(parsed({ "state.bucket": bucket }).state).toEqual({ kind: "s3", bucket });
    },
  );
});

describe("Terraform Cloud", () => {
  errorIf([
    [
      "the kind is misspelt",
      { state: { kind: "clout", organization: "acme" } },
      'state.kind must be "s3" or "cloud", got "clout". Did you mean "cloud"?',
    ],
    ["the kind is missing", { state: {} }, 'state.kind must be "s3" or "cloud", but is missing.'],
    [
      "a field is one of the other kind",
      { state: { kind: "cloud", organization: "acme", bucket: "acme" } },
      "state.bucket is not a field of the settings. Valid here: kind, organization, hostname, project.",
    ],
    [
      "the organization has a space",
      { state: { kind: "cloud", organization: "acme corp" } },
      'state.organization must be an organization of Terraform Cloud: 3 to 40 letters, digits, hyphens and underscores, got "acme corp".',
    ],
    [
      "the host name is a URL",
      { state: { kind: "cloud", organization: "acme", hostname: "https://tfe.acme.com/" } },
      'state.hostname must be a host name without scheme or path, as in "app.terraform.io", got "https://tfe.acme.com/". Leave out "https://" and everything after the name.',
    ],
    [
      "the project has a slash",
      { state: { kind: "cloud", organization: "acme", project: "shop/web" } },
      'state.project must be the name of a project: 3 to 40 letters, digits, spaces, hyphens and underscores, got "shop/web".',
    ],
  ]);

  test("takes host name, port and project", () => {
    const state = {
      kind: "cloud",
      organization: "acme",
      hostname: "tfe.acme.com:8443",
      project: "Web shop",
    };
    expect(parsed({ state }).state).toEqual(state);
  });
});
