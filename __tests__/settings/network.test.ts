import { overlap, parseCidr } from "../../aws/networking/network";
import { errorIf, parsed, problemsOf, warningsOf } from "./settings";

const own = { kind: "own", zoneCount: 3, nat: "single" };
const existing = {
  kind: "existing",
  vpcId: "vpc-0123456789abcdef0",
  publicSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
};

describe("a VPC of our own", () => {
  errorIf([
    [
      "zones are missing",
      { network: { kind: "own", nat: "none" } },
      "network.zoneCount must be 2 or 3, but is missing.",
    ],
    [
      "there is one zone",
      { network: { ...own, zoneCount: 1 } },
      "network.zoneCount must be 2 or 3, got 1.",
    ],
    [
      "the kind of NAT is misspelt",
      { network: { ...own, nat: "per-zones" } },
      'network.nat must be "none", "single" or "per-zone", got "per-zones". Did you mean "per-zone"?',
    ],
    [
      "flow logs are kept for days that CloudWatch does not know",
      { network: { ...own, flowLogsRetentionDays: 10 } },
      "network.flowLogsRetentionDays must be a number of days that CloudWatch Logs supports, got 10. The nearest are 7 and 14.",
    ],
    ...[
      "10.0.0.1/16",
      "10.0.0.0/15",
      "10.0.0.0/20",
      "10.0.0.0",
      "10.0.0.256/16",
      "::/16",
      "010.0.0.0/16",
      "10.0.0.0/16 ",
    ].map(
      (cidr) =>
        [
          `its block is ${cidr}`,
          { network: { ...own, cidr } },
          `network.cidr must be an IPv4 block from /16 to /19 without host bits, as in "10.0.0.0/16", got "${cidr}".`,
        ] as const,
    ),
    [
      "its block is that of Docker's bridge",
      { network: { ...own, cidr: "172.17.0.0/16" } },
      'network.cidr must not overlap 172.17.0.0/16 (Docker\'s bridge has it on every instance, whose tasks could then not reach the VPC), got "172.17.0.0/16".',
    ],
    ...[
      ["0.0.0.0/16", "0.0.0.0/8"],
      ["127.1.0.0/16", "127.0.0.0/8"],
      ["169.254.0.0/16", "169.254.0.0/16"],
      ["239.1.0.0/16", "224.0.0.0/3"],
    ].map(
      ([cidr = "", reserved = ""]) =>
        [
          `its block is ${cidr}`,
          { network: { ...own, cidr } },
          `network.cidr must not overlap ${reserved} (AWS refuses it), got "${cidr}".`,
        ] as const,
    ),
  ]);

  test("has 10.0.0.0/16 by default", () => {
    expect(parsed({ network: own }).network).toEqual({
      ...own,
      cidr: "10.0.0.0/16",
      httpsEgress: "anywhere",
      endpointServices: [],
    });
  });

  test.each(["10.4.0.0/16", "192.168.32.0/19", "172.18.0.0/16"])("may have %s", (cidr) => {
    expect(parsed({ network: { ...own, cidr } }).network).toMatchObject({ ...own, cidr });
  });
});

describe("the default VPC", () => {
  errorIf([
    ["there is one zone", { "network.zoneCount": 1 }, "network.zoneCount must be 2 or 3, got 1."],
    [
      "one zone is named",
      { "network.availabilityZones": ["us-east-2a"] },
      "network.availabilityZones must be a list of 2 to 3 different availability zones, got a list of 1 entry.",
    ],
    [
      "a zone is named twice",
      { "network.availabilityZones": ["us-east-2a", "us-east-2a"] },
      "network.availabilityZones must be a list of 2 to 3 different availability zones, got a list of 2 entries.",
    ],
    [
      "zones and their number differ",
      { "network.availabilityZones": ["us-east-2a", "us-east-2b"], "network.zoneCount": 3 },
      "network.zoneCount must be the number of availabilityZones (2), got 3. Leave it out.",
    ],
    [
      "a zone is of another region",
      { "network.availabilityZones": ["us-east-2a", "us-east-1b"] },
      'network.availabilityZones[1] must be a zone of region (us-east-2), got "us-east-1b". Change the zone or the region.',
    ],
    [
      "a zone is none",
      { "network.availabilityZones": ["us-east-2a", "b"] },
      'network.availabilityZones[1] must be an availability zone, as in "us-east-2a", got "b".',
    ],
  ]);
});

describe("given subnets", () => {
  errorIf([
    [
      "there are fewer than two",
      { network: { ...existing, publicSubnetIds: ["subnet-12345678"] } },
      "network.publicSubnetIds must be a list of 2 to 6 different subnets, each in a zone of its own, got a list of 1 entry.",
    ],
    [
      "there are fewer than two private ones",
      { network: { ...existing, privateSubnetIds: [] } },
      "network.privateSubnetIds must be a list of 2 to 6 different subnets, each in a zone of its own, got a list of no entries.",
    ],
    [
      "one is public and private",
      {
        network: {
          ...existing,
          privateSubnetIds: ["subnet-12345678", existing.publicSubnetIds[0]],
        },
      },
      'network.privateSubnetIds[1] must not be among publicSubnetIds, got "subnet-0123456789abcdef0". A subnet is either public or private, depending on its route table.',
    ],
    [
      "one is no id",
      { network: { ...existing, publicSubnetIds: ["subnet-12345678", "public-b"] } },
      'network.publicSubnetIds[1] must be a subnet id: subnet- and 8 or 17 hexadecimal digits, got "public-b".',
    ],
    [
      "the VPC has no id",
      { network: { ...existing, vpcId: "main" } },
      'network.vpcId must be the id of a VPC: vpc- and 8 or 17 hexadecimal digits, got "main".',
    ],
  ]);

  test("may be public only", () => {
    expect(parsed({ network: existing }).network).toEqual(existing);
  });
});

test("blocks overlap when one is in the other, and not when they touch", () => {
  const [sixteen, within, next] = ["10.0.0.0/16", "10.0.255.0/24", "10.1.0.0/16"].map(parseCidr);
  if (!sixteen || !within || !next) throw new Error("not parsed");
  expect(overlap(sixteen, within)).toBe(true);
  expect(overlap(within, sixteen)).toBe(true);
  expect(overlap(sixteen, next)).toBe(false);
});

describe("HTTPS to few peers", () => {
  const narrow = { ...own, httpsEgress: "endpoints" };

  errorIf([
    [
      "an image is out of reach",
      {
        network: narrow,
        systems: {
          "http-scale-out": { image: { kind: "reference", reference: "ghcr.io/acme/shop:1.0.0" } },
        },
      },
      'systems.http-scale-out.image.reference must be in an ECR registry while network.httpsEgress is "endpoints", for nothing outside AWS is within reach, got "ghcr.io/acme/shop:1.0.0". Copy the image to ECR, or set network.httpsEgress to "anywhere".',
    ],
    [
      "load tests reach nothing",
      { network: narrow, loadTest: { image: { kind: "repository" } } },
      'loadTest.network must be set because the environment\'s network has no way to the internet (httpsEgress "endpoints"), but is missing. Set { kind: "own", zoneCount: 3, nat: "single" }, or { kind: "default-vpc" }.',
    ],
    [
      "a service has a gateway endpoint",
      { network: { ...narrow, endpointServices: ["s3"] } },
      'network.endpointServices[0] must be the last part of a service\'s endpoint name, as in "sns" of com.amazonaws.us-east-2.sns, and not s3, which has a gateway endpoint, got "s3".',
    ],
    [
      "an existing network names no peer",
      { network: { ...existing, httpsEgress: {} } },
      "network.httpsEgress.securityGroupIds must not be empty while prefixListIds is, because tasks that cannot reach AWS APIs cannot start, got a list of no entries. Name the group of the endpoints, or remove httpsEgress.",
    ],
    [
      "a prefix list is named by its service",
      { network: { ...existing, httpsEgress: { prefixListIds: ["com.amazonaws.us-east-2.s3"] } } },
      'network.httpsEgress.prefixListIds[0] must be the id of a prefix list, as in "pl-7ba54012", got "com.amazonaws.us-east-2.s3".',
    ],
  ]);
});

describe("endpoints with policies", () => {
  const network = {
    kind: "own",
    zoneCount: 2,
    nat: "none",
    endpointPolicies: { otherAccounts: ["444455556666"] },
  };
  const image = (account: string) => ({
    kind: "reference",
    reference: `${account}.dkr.ecr.us-east-2.amazonaws.com/shop:1.0.0`,
  });
  const secret = (account: string) => ({
    TOKEN: `arn:aws:secretsmanager:us-east-2:${account}:secret:token-AbCdEf`,
  });
  const environmentWith = (system: object, more: object = {}) => ({
    accountId: "111122223333",
    network,
    systems: { "http-scale-out": { image: image("111122223333"), ...system } },
    ...more,
  });
  const RULE =
    "must be in the environment's account (111122223333) or in one of network.endpointPolicies.otherAccounts, which the endpoints let through";

  errorIf([
    [
      "an image is in an account that they do not admit",
      environmentWith({ image: image("555566667777") }),
      `systems.http-scale-out.image.reference ${RULE}, got "555566667777". Add the account there.`,
    ],
    [
      "a secret is in one",
      environmentWith({
        container: {
          secrets: secret("555566667777"),
          secretKeyArns: [
            "arn:aws:kms:us-east-2:555566667777:key/11111111-89ab-cdef-0123-456789abcdef",
          ],
        },
      }),
      `systems.http-scale-out.container.secrets.TOKEN ${RULE}, got "555566667777". Add the account there.`,
    ],
    [
      "an account has no number",
      { network: { ...network, endpointPolicies: { otherAccounts: ["acme"] } } },
      'network.endpointPolicies.otherAccounts[0] must be an account\'s id: 12 digits in quotes, got "acme".',
    ],
  ]);

  test.each([
    ["the account is named", environmentWith({ image: image("444455556666") })],
    [
      "it is the environment's own",
      environmentWith({ container: { secrets: secret("111122223333") } }),
    ],
    [
      "the way to the registry has no endpoint",
      environmentWith({ image: image("555566667777") }, { network: { ...network, nat: "single" } }),
    ],
    [
      "the endpoints have no policies",
      environmentWith(
        { image: image("555566667777") },
        { network: { ...network, endpointPolicies: undefined } },
      ),
    ],
  ])("are fine where %s", (_, change) => {
    expect(problemsOf(change)).toEqual([]);
  });

  test("warn of a service whose endpoint has none", () => {
    expect(
      warningsOf({ network: { ...network, nat: "single", endpointServices: ["sns", "rds"] } }),
    ).toContainEqual(
      'dev.network.endpointServices[1] is "rds", whose endpoint gets no policy: it lets through requests to any account. Remove it, or narrow it with a policy of your own.',
    );
  });
});
