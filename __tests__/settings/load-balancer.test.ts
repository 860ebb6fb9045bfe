import { errorIf, problemsOf, system, systemErrorIf } from "./settings";

const domain = { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" };
const arn = (region: string) =>
  `arn:aws:acm:${region}:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef`;
const NAME = 'must be 1 to 32 letters, digits and inner hyphens, and not start with "internal-"';

systemErrorIf([
  ...["internal-web", "-web", "web-", "web_1", "a".repeat(33), ""].map(
    (name) =>
      [
        `its name is "${name}"`,
        { "loadBalancer.name": name },
        `loadBalancer.name ${NAME}, got "${name}".`,
      ] as const,
  ),
  [
    "the health check's path is relative",
    { "loadBalancer.healthCheck.path": "health" },
    'loadBalancer.healthCheck.path must be a path of at most 1024 characters, as in "/health", got "health".',
  ],
  [
    "the health check's path holds what Terraform would evaluate",
    { "loadBalancer.healthCheck.path": "/${var.path}" },
    'loadBalancer.healthCheck.path must be a path of at most 1024 characters, as in "/health", got "/${var.path}".',
  ],
  [
    "a status is above 499",
    { "loadBalancer.healthCheck.matcher": "200-503" },
    'loadBalancer.healthCheck.matcher must be status codes from 200 to 499, as in "200", "200,204" or "200-299", got "200-503".',
  ],
  [
    "the health check waits as long as its interval",
    { "loadBalancer.healthCheck": { timeoutSeconds: 30 } },
    "loadBalancer.healthCheck.timeoutSeconds must be below intervalSeconds (30), got 30. Lower it or raise intervalSeconds.",
  ],
  [
    "the interval is too short",
    { "loadBalancer.healthCheck": { intervalSeconds: 4, timeoutSeconds: 2 } },
    "loadBalancer.healthCheck.intervalSeconds must be a whole number from 5 to 300, got 4.",
  ],
  [
    "one bad answer is enough",
    { "loadBalancer.healthCheck.unhealthyThreshold": 1 },
    "loadBalancer.healthCheck.unhealthyThreshold must be a whole number from 2 to 10, got 1.",
  ],
  [
    "draining takes longer than an hour",
    { "loadBalancer.deregistrationDelaySeconds": 3601 },
    "loadBalancer.deregistrationDelaySeconds must be a whole number from 0 to 3600, got 3601.",
  ],
  [
    "the idle time-out is zero",
    { "loadBalancer.idleTimeoutSeconds": 0 },
    "loadBalancer.idleTimeoutSeconds must be a whole number from 1 to 4000, got 0.",
  ],
  [
    "access logs have no retention",
    { "loadBalancer.accessLogs": {} },
    "loadBalancer.accessLogs.retentionDays must be a whole number from 1 to 3653, but is missing.",
  ],
  [
    "a certificate is requested without a name",
    { "loadBalancer.certificate": { kind: "request" } },
    'loadBalancer.domainName must be set with a certificate of kind "request", which is issued for a name, but is missing. Set a name in the environment\'s domain, or use an existing certificate.',
  ],
  [
    "an existing certificate has no ARN of one",
    { "loadBalancer.certificate": { kind: "existing", arn: "example.com" } },
    'loadBalancer.certificate.arn must be the ARN of an ACM certificate: it must begin with "arn:", got "example.com".',
  ],
  [
    "an existing certificate is in another region",
    { "loadBalancer.certificate": { kind: "existing", arn: arn("us-east-1") } },
    `loadBalancer.certificate.arn must be of a certificate in the environment's region (us-east-2), got "${arn("us-east-1").slice(0, 60)}…". A load balancer uses certificates of its own region only: request one there.`,
  ],
  [
    "a name is given and the environment has no domain",
    { "loadBalancer.domainName": "api.example.com" },
    'loadBalancer.domainName must not be set without hostedZoneId or the environment\'s domain, because the record needs a zone, got "api.example.com". Set hostedZoneId, set the environment domain (name and hostedZoneId), or remove domainName.',
  ],
  [
    "a name is a URL",
    { "loadBalancer.domainName": "https://api.example.com" },
    'loadBalancer.domainName must be a host name in lower case, as in "api.example.com", got "https://api.example.com".',
  ],
]);

errorIf([
  [
    "a zone is given without the name whose record it gets",
    system({ "loadBalancer.hostedZoneId": "Z0123456789OTHER" }),
    'systems.http-scale-out.loadBalancer.hostedZoneId must not be set without domainName, because the zone is for its record, got "Z0123456789OTHER". Give domainName, or leave hostedZoneId out.',
  ],
  [
    "addresses of IPv6 are wanted in a network without them",
    {
      network: { kind: "own", zoneCount: 2, nat: "single" },
      ...system({ "loadBalancer.ipAddressType": "dualstack" }),
    },
    'systems.http-scale-out.loadBalancer.ipAddressType must be "ipv4" while network.kind is "own", whose subnets have no IPv6 blocks, got "dualstack". Leave it out, or name a network with IPv6 blocks (kind "existing").',
  ],
  [
    "[2026-11 G5] they are wanted in the default VPC, which has none",
    system({ "loadBalancer.ipAddressType": "dualstack" }),
    'systems.http-scale-out.loadBalancer.ipAddressType must be "ipv4" while network.kind is "default-vpc", whose subnets have no IPv6 blocks, got "dualstack". Leave it out, or name a network with IPv6 blocks (kind "existing").',
  ],
  [
    "a name is not in the environment's domain",
    { domain, ...system({ "loadBalancer.domainName": "api.notexample.com" }) },
    'systems.http-scale-out.loadBalancer.domainName must be in the environment\'s domain ("example.com"), got "api.notexample.com". End it with .example.com, set the hostedZoneId of its own zone, or change the domain.',
  ],
  [
    "HTTPS is a must and there is no certificate",
    {
      domain,
      "protections.httpsOnly": true,
      ...system({ "loadBalancer.domainName": "api.example.com" }),
    },
    'systems.http-scale-out.loadBalancer.certificate must be set while protections.httpsOnly is true, but is missing. Request one (kind "request", with domainName), name an existing one, or set protections.httpsOnly to false.',
  ],
  [
    "a certificate's name is longer than ACM takes",
    {
      domain,
      ...system({
        "loadBalancer.domainName": `${"a".repeat(53)}.example.com`,
        "loadBalancer.certificate": { kind: "request" },
      }),
    },
    `systems.http-scale-out.loadBalancer.domainName must have at most 64 characters with a certificate of kind "request", got "${"a".repeat(53)}.exampl…". Shorten it, or use an existing certificate.`,
  ],
]);

test.each([
  [
    "a name without certificate",
    { domain, ...system({ "loadBalancer.domainName": "api.example.com" }) },
  ],
  [
    "the domain itself as name",
    { domain, ...system({ "loadBalancer.domainName": "example.com" }) },
  ],
  [
    "an existing certificate without a name",
    {
      "protections.httpsOnly": true,
      ...system({ "loadBalancer.certificate": { kind: "existing", arn: arn("us-east-2") } }),
    },
  ],
])("takes %s", (_, change) => {
  expect(problemsOf(change)).toEqual([]);
});

systemErrorIf([
  [
    "gRPC comes without TLS",
    { "loadBalancer.protocolVersion": "GRPC" },
    'loadBalancer.protocolVersion must be "HTTP1" without a certificate, because clients speak HTTP/2 to a load balancer only by HTTPS, got "GRPC". Set certificate, or leave it out.',
  ],
  [
    "codes of gRPC are for HTTP",
    { "loadBalancer.healthCheck": { grpcCodes: "0" } },
    'loadBalancer.healthCheck.grpcCodes must be left out unless protocolVersion is "GRPC", got "0". Set matcher, or protocolVersion.',
  ],
  [
    "statuses of HTTP are for gRPC",
    {
      "loadBalancer.certificate": {
        kind: "existing",
        arn: "arn:aws:acm:us-east-2:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
      },
      "loadBalancer.protocolVersion": "GRPC",
      "loadBalancer.healthCheck": { matcher: "200-299" },
    },
    'loadBalancer.healthCheck.matcher must be left out while protocolVersion is "GRPC", got "200-299". Set grpcCodes.',
  ],
  [
    "a code of gRPC is none",
    { "loadBalancer.healthCheck": { grpcCodes: "200" } },
    'loadBalancer.healthCheck.grpcCodes must be gRPC codes from 0 to 99, as in "12", "0,12" or "0-99", got "200".',
  ],
]);

test("gRPC is taken with a certificate", () => {
  const arn = "arn:aws:acm:us-east-2:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef";
  expect(
    problemsOf(
      system({
        "loadBalancer.certificate": { kind: "existing", arn },
        "loadBalancer.protocolVersion": "GRPC",
        "loadBalancer.healthCheck": { path: "/grpc.health.v1.Health/Check", grpcCodes: "0" },
      }),
    ),
  ).toEqual([]);
});
