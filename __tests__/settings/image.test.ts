import { splitImageReference } from "../../aws/containers/images";
import { parsed, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const reference = (name: string) => ({ image: { kind: "reference", reference: name } });
const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

systemErrorIf([
  [
    "the kind is missing",
    { image: { repositoryName: "shop" } },
    'image.kind must be "repository" or "reference", but is missing.',
  ],
  [
    "the reference is missing",
    { image: { kind: "reference" } },
    'image.reference must be an image reference, as in "ghcr.io/acme/shop", but is missing.',
  ],
  [
    "the reference is empty",
    reference(""),
    'image.reference must be 1 to 255 characters long, got "".',
  ],
  [
    "the reference has a scheme",
    reference("https://ghcr.io/acme/shop"),
    'image.reference must be without a scheme, as in "ghcr.io/acme/shop:1.0.0", got "https://ghcr.io/acme/shop".',
  ],
  [
    "the reference has a space",
    reference("acme/shop :1.0"),
    'image.reference must be without spaces, got "acme/shop :1.0".',
  ],
  [
    "the path has capital letters",
    reference("ghcr.io/Acme/shop"),
    'image.reference must have a path in lower case, got "ghcr.io/Acme/shop".',
  ],
  [
    "the tag begins with a dot",
    reference("acme/shop:.1"),
    'image.reference must have a tag of 1 to 128 letters, digits, dots, hyphens and underscores after the colon, got "acme/shop:.1".',
  ],
  [
    "the digest is cut off",
    reference("acme/shop@sha256:0123"),
    'image.reference must have a digest of "sha256:" and 64 hexadecimal digits after the @, got "acme/shop@sha256:0123".',
  ],
  [
    "the registry is no host",
    reference("-ghcr.io/acme/shop"),
    'image.reference must start with a registry\'s host name, got "-ghcr.io/acme/shop".',
  ],
  [
    "the path ends in a slash",
    reference("ghcr.io/acme/"),
    'image.reference must be an image reference, as in "ghcr.io/acme/shop", "ghcr.io/acme/shop:1.0.0" or with a digest, got "ghcr.io/acme/".',
  ],
  [
    "the repository has capital letters",
    { image: { kind: "repository", repositoryName: "Shop" } },
    'image.repositoryName must be the name of an ECR repository: 2 to 200 lowercase letters and digits, in parts joined by one of / - _ ., got "Shop".',
  ],
  ...["/services/shop", "../shop", "services/../..", "services/shop/", "", "."].map(
    (context) =>
      [
        `the build's folder is "${context}"`,
        { image: { kind: "repository", build: { context } } },
        `image.build.context must be a folder within the project, as in "services/shop", got "${context}". Write it relative to the project's root, without a slash at the start or end.`,
      ] as const,
  ),
]);

test.each([
  "nginx",
  "library/nginx:1.29",
  "ghcr.io/acme/shop",
  "localhost:5000/shop:1.0",
  "registry.example.com:8443/a/b__c/d-e.f:v1_2",
  `ghcr.io/acme/shop@${DIGEST}`,
  `ghcr.io/acme/shop:1.0.0@${DIGEST}`,
  "111122223333.dkr.ecr.us-east-2.amazonaws.com/shop",
])("takes %s", (name) => {
  const egress = [{ port: 8443 }, { port: 5000 }];
  expect(problemsOf(system({ ...reference(name), "capacity.egress": egress }))).toEqual([]);
});

test("a registry's port is no tag", () => {
  expect(splitImageReference("localhost:5000/shop")).toEqual({
    registry: "localhost:5000",
    repository: "shop",
  });
  expect(splitImageReference(`localhost:5000/shop:1@${DIGEST}`)).toEqual({
    registry: "localhost:5000",
    repository: "shop",
    tag: "1",
    digest: DIGEST,
  });
});

test("a repository has the system's name by default, and is not built", () => {
  expect(parsed({}).systems["http-scale-out"]?.image).toEqual({
    kind: "repository",
    repositoryName: "http-api",
    pushedElsewhere: true,
  });
});

describe("without a way out of the network", () => {
  const network = { kind: "own", zoneCount: 2, nat: "none" };

  test("error if the image is in a registry outside AWS", () => {
    expect(problemsOf({ network, ...system(reference("ghcr.io/acme/shop")) })).toEqual([
      'dev.systems.http-scale-out.image.reference must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach, got "ghcr.io/acme/shop". Copy the image to ECR, or give the network a NAT gateway.',
    ]);
  });

  test("an image in ECR is within reach", () => {
    const name = "111122223333.dkr.ecr.us-east-2.amazonaws.com/shop";
    expect(problemsOf({ network, ...system(reference(name)) })).toEqual([]);
    expect(problemsOf({ network })).toEqual([]);
  });
});

test("warns of the tag latest", () => {
  expect(warningsOf(system(reference("acme/shop:latest")))).toContain(
    'dev.systems.http-scale-out.image.reference has the tag "latest", which can move: tasks that start later may run a different program, and nothing rolls back to it. Name a version or a digest, or leave it out to use the variable image_tag.',
  );
});
