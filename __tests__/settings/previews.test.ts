import { errorIf, parsed, problemsOf, system } from "./settings";

const arn = (region: string) =>
  `arn:aws:acm:${region}:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef`;
const host = { kind: "host", domainName: "preview.example.com" };
const previews = (settings: object) => system({ previews: settings });
const files = {
  volumes: { files: { kind: "efs" } },
  container: { mounts: { "/files": { volume: "files" } } },
};
const domain = { name: "example.com", hostedZoneId: "Z0123456789" };

test("are off by default, and need no field", () => {
  const { systems } = parsed({ "systems.http-scale-out": {} });
  expect(systems["http-scale-out"]?.previews).toBeUndefined();
  const on = parsed({ "systems.http-scale-out": { previews: {} } });
  expect(on.systems["http-scale-out"]?.previews).toEqual({
    expiresAfterDays: 7,
    tasks: 1,
    maxMonthlyCostUsd: 50,
    port: 8080,
    clientCidrs: ["0.0.0.0/0"],
    routing: { kind: "path" },
  });
});

errorIf([
  [
    "the port is that of the system",
    previews({ port: 443 }),
    "systems.http-scale-out.previews.port must not be 80 or 443, the ports of the system's own listeners, got 443. Choose another port, as in 8443.",
  ],
  [
    "previews never expire",
    previews({ expiresAfterDays: 0 }),
    "systems.http-scale-out.previews.expiresAfterDays must be a whole number from 1 to 365, got 0.",
  ],
  [
    "the cost has no limit",
    previews({ maxMonthlyCostUsd: Infinity }),
    "systems.http-scale-out.previews.maxMonthlyCostUsd must be a number from 0.01 to 10000, got Infinity.",
  ],
  [
    "the routing has another kind",
    previews({ routing: { kind: "header" } }),
    'systems.http-scale-out.previews.routing.kind must be "path" or "host", got "header".',
  ],
  [
    "the clients' block has host bits",
    previews({ clientCidrs: ["203.0.113.7/24"] }),
    'systems.http-scale-out.previews.clientCidrs[0] must be an IPv4 block without host bits, as in "203.0.113.0/24", got "203.0.113.7/24".',
  ],
  [
    "the states are in workspaces of HCP Terraform",
    { state: { kind: "cloud", organization: "acme" }, ...previews({}) },
    'systems.http-scale-out.previews must be left out while state.kind is "cloud", because a workspace of HCP Terraform that a stack names has one state only, got an object. Remove previews, or keep the states in a bucket (kind "s3").',
  ],
  [
    "an old provider cannot remove the name from a path",
    { awsProviderVersion: ">= 5.100", ...previews({}) },
    'systems.http-scale-out.previews.routing.kind must not be "path" with awsProviderVersion ">= 5.100", which allows versions before 6.25.0 that lack its argument, got "path". Set awsProviderVersion to "~> 6.25", or choose "host".',
  ],
  [
    "the names of previews are outside the domain",
    { domain, ...previews({ routing: { ...host, domainName: "preview.example.org" } }) },
    'systems.http-scale-out.previews.routing.domainName must be below the environment\'s domain (example.com), or have a hostedZoneId, got "preview.example.org". Use a name such as preview.example.com.',
  ],
  [
    "a certificate is requested without a zone",
    previews({ routing: { ...host, certificate: { kind: "request" } } }),
    'systems.http-scale-out.previews.routing.hostedZoneId must be set with a certificate of kind "request", which is validated through the zone, but is missing. Set it, or the environment\'s domain.',
  ],
  [
    "the certificate is in another region",
    previews({ routing: { ...host, certificate: { kind: "existing", arn: arn("eu-west-1") } } }),
    `systems.http-scale-out.previews.routing.certificate.arn must be of a certificate in the environment's region (us-east-2), got "${arn("eu-west-1").slice(0, 60)}…". A load balancer uses certificates of its own region only: request one there.`,
  ],
  [
    "the names of previews are longer than a rule takes",
    previews({ routing: { ...host, domainName: `${"a".repeat(50)}.${"b".repeat(45)}` } }),
    `systems.http-scale-out.previews.routing.domainName must be a host name in lower case of at most 95 characters, as in "preview.example.com", got "${"a".repeat(50)}.${"b".repeat(9)}…".`,
  ],
  [
    "previews have names of their own without a certificate where all have HTTPS",
    {
      "protections.httpsOnly": true,
      ...system({
        loadBalancer: { certificate: { kind: "existing", arn: arn("us-east-2") } },
        previews: { routing: host },
      }),
    },
    'systems.http-scale-out.previews.routing.certificate must be set while protections.httpsOnly is true, but is missing. Request one (kind "request"), name an existing one, or route previews by path.',
  ],
  [
    "two systems have their previews below one name",
    {
      ...previews({ routing: host }),
      "systems.talk-service": { previews: { routing: host } },
    },
    'systems.talk-service.previews.routing.domainName must differ from that of http-scale-out, which has a record of this name, got "*.preview.example.com". Choose another name.',
  ],
  [
    "all previews would write into the files of the system",
    system({ previews: {}, ...files }),
    'systems.http-scale-out.volumes.files.kind must not be a file system while previews is set, because every preview would write into the system\'s files, got "efs". Remove previews, or keep the files in S3.',
  ],
]);

const paths = ["/a", "/b", "/c", "/d", "/e"];
const talking = (routing: object, its: object) => ({
  "systems.talk-service": {
    previews: { routing },
    services: { talk: { priority: 1, ...its } },
  },
});

errorIf([
  [
    "a rule has no room for the host name",
    talking(host, { paths }),
    'systems.talk-service.services.talk.paths must be at most 4 with previews.routing.kind "host", because a rule allows 5 values, got 5. Remove a path, or route previews by path.',
  ],
  [
    "a path has no room for the name of a preview",
    talking({ kind: "path" }, { paths: [`/${"a".repeat(95)}`] }),
    `systems.talk-service.services.talk.paths[0] must have at most 95 characters with previews.routing.kind "path", because the name of a preview precedes it, got "/${"a".repeat(59)}…". Shorten it, or route previews by host.`,
  ],
]);

test("a system may have the name above those of its previews", () => {
  const own = { loadBalancer: { domainName: "preview.example.com" }, previews: { routing: host } };
  expect(problemsOf({ domain, ...system(own) })).toEqual([]);
});

test("a system without previews may have what previews could not copy", () => {
  expect(problemsOf(talking(host, { paths: paths.slice(1) }))).toEqual([]);
  expect(problemsOf(system(files))).toEqual([]);
});
