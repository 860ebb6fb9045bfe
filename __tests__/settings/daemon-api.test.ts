import { parseEnvironments } from "../../settings/environment";
import { type Change, changed, errorIf, minimal, parsed, problemsOf, warningsOf } from "./settings";

/** A change of daemon-api, which alone runs, by paths within it. */
function daemon(change: Change): Change {
  return {
    systems: {},
    "systems.daemon-api.image": { kind: "repository", pushedElsewhere: true },
    "systems.daemon-api.capacity.cpuCredits": "unlimited",
    ...Object.fromEntries(
      Object.entries(change).map(([path, value]) => [`systems.daemon-api.${path}`, value]),
    ),
  };
}

/** One test a line, as errorIf, within daemon-api. */
function daemonErrorIf(table: readonly (readonly [string, Change, string])[]): void {
  errorIf(
    table.map(([name, change, message]) => [name, daemon(change), `systems.daemon-api.${message}`]),
  );
}

const registry = (parts: object) => ({ image: { kind: "registry", ...parts } });

describe("daemon-api: error if", () => {
  daemonErrorIf([
    [
      "a daemon has a desired count",
      { "service.desiredCount": 2 },
      "service.desiredCount must be removed: a daemon runs one task on each instance. Set capacity.minInstances and capacity.maxInstances.",
    ],
    [
      "a daemon has a circuit breaker",
      { "service.circuitBreaker": true },
      "service.circuitBreaker must be removed: its failure threshold depends on a desired count, which a daemon does not have. Deploy the previous tag to roll back.",
    ],
    [
      "a daemon has a maximum percent",
      { "service.maximumPercent": 200 },
      "service.maximumPercent must be removed: it is always 100, because an instance runs one task of a daemon. Set minimumHealthyPercent.",
    ],
    [
      "a daemon has a scaling of tasks",
      { serviceScaling: { minTasks: 2 } },
      "serviceScaling must be removed: a daemon runs one task on each instance. Set capacity and clusterScaling.",
    ],
    [
      "a daemon's cluster has a name of its own",
      { clusterName: "shop" },
      "clusterName must be removed: the cluster is named after service.name and stage.",
    ],
    [
      "a daemon's balancer has a name of its own",
      { "loadBalancer.name": "shop" },
      "loadBalancer.name is not a field of the settings. Did you mean domainName?",
    ],
    [
      "a field is misspelt",
      { "service.minimumHealthPercent": 40 },
      "service.minimumHealthPercent is not a field of the settings. Did you mean minimumHealthyPercent?",
    ],
    [
      "a daemon is to be sized by the room that its tasks need",
      { clusterScaling: { kind: "managed" } },
      'clusterScaling.kind must be "step" or "cpu-target", because "managed" counts tasks that wait for capacity, and tasks of a daemon never wait, got "managed".',
    ],
    [
      "the lower threshold is above the upper one",
      { "clusterScaling.kind": "step", "clusterScaling.scaleIn": { thresholdPercent: 71 } },
      "clusterScaling.scaleIn.thresholdPercent must be below scaleOut.thresholdPercent (70), got 71. Leave a gap wide enough that one step does not cross it.",
    ],
    [
      "every task must stay up in a deployment",
      { "service.minimumHealthyPercent": 100 },
      "service.minimumHealthyPercent must be a whole number from 0 to 99, got 100.",
    ],
    [
      "the smallest group leaves no task to stop",
      { "capacity.minInstances": 1 },
      "service.minimumHealthyPercent must allow a deployment to stop a task: of 1 (capacity.minInstances), 1 must keep running, got 50. Lower it, or raise capacity.minInstances.",
    ],
    [
      "the group may be empty, so that no CPU is measured",
      { "capacity.minInstances": 0 },
      "capacity.minInstances must be 1 or more, because a group without instances has no CPU metric to scale on, got 0. Raise it: with 2 or more, a deployment can be a rolling one.",
    ],
    [
      "the smallest group is larger than the largest",
      { "capacity.maxInstances": 1 },
      "capacity.minInstances must not be above maxInstances (1), got 2. Lower minInstances or raise maxInstances.",
    ],
    [
      "there may be more instances than a balancer takes targets",
      { "capacity.maxInstances": 1001 },
      "capacity.maxInstances must not be above the 1000 targets that a load balancer takes, got 1001. Lower it: a larger service needs several balancers.",
    ],
    [
      "the task does not fit its instance",
      { "container.memoryLimitMiB": 1000 },
      "container.memoryLimitMiB must fit one instance: a t3.micro has about 919 MiB for tasks, got 1000. Lower it, or choose a larger instance type.",
    ],
    [
      "the names made of service and stage are too long",
      { "service.name": "a-service-with-a-long-name", stage: "production" },
      'service.name must have at most 21 characters with stage "production", because AWS allows 32 in the load balancer\'s name, got "a-service-with-a-long-name". Shorten one of them.',
    ],
    [
      "the service's name starts as no capacity provider's may",
      { "service.name": "ecs-shop" },
      'service.name must be 1 to 30 letters, digits and inner hyphens, and not start with "aws", "ecs", "fargate" or "internal-", got "ecs-shop".',
    ],
    [
      "the stage ends in a hyphen",
      { stage: "qa-" },
      'stage must be 1 to 20 letters, digits and inner hyphens, as in "prod", got "qa-".',
    ],
    [
      "the registry has a scheme",
      registry({ containerRegistry: "https://ghcr.io" }),
      'image.containerRegistry must be the host of a registry, as in "docker.io" or "localhost:5000", got "https://ghcr.io". Leave out "https://", and write the image\'s path in containerName.',
    ],
    [
      "the registry would be read as a part of the path",
      registry({ containerRegistry: "acme" }),
      'image.containerRegistry must be the host of a registry, as in "docker.io" or "localhost:5000", got "acme". Leave out "https://", and write the image\'s path in containerName.',
    ],
    [
      "the image's name has a tag",
      registry({ containerName: "acme/shop:1.0" }),
      'image.containerName must be the path of an image in lower case, as in "acme/shop", got "acme/shop:1.0". Write the registry in containerRegistry, and the tag in containerTag.',
    ],
    [
      "the tag begins with a dot",
      registry({ containerTag: ".1" }),
      'image.containerTag must be 1 to 128 letters, digits, dots, hyphens and underscores, got ".1".',
    ],
    [
      "the image's kind is another system's",
      { image: { kind: "reference", reference: "acme/shop" } },
      'image.kind must be "registry" or "repository", got "reference".',
    ],
    [
      "a zone is given without a name",
      { "loadBalancer.hostedZoneId": "Z0123456789OTHER" },
      'loadBalancer.hostedZoneId must not be set without domainName, because the zone is for its record, got "Z0123456789OTHER". Give domainName, or leave hostedZoneId out.',
    ],
    [
      "a name is given without a zone",
      { "loadBalancer.domainName": "api.example.com" },
      'loadBalancer.domainName must not be set without hostedZoneId or the environment\'s domain, because the record needs a zone, got "api.example.com". Set hostedZoneId, set the environment domain (name and hostedZoneId), or remove domainName.',
    ],
    [
      "SSH is open to the whole internet",
      { "capacity.ssh": { keyName: "operations", cidr: "0.0.0.0/0" } },
      'capacity.ssh.cidr must not be the whole internet (EC2.13), but the addresses that operators come from, got "0.0.0.0/0".',
    ],
    [
      "SSH has no key",
      { "capacity.ssh": { cidr: "203.0.113.7/32" } },
      "capacity.ssh.keyName must be the name of an EC2 key pair: 1 to 255 letters, digits and ._:/=+@-, but is missing.",
    ],
    [
      "port 80 is to redirect without a certificate to redirect to",
      { "loadBalancer.plainHttp": "redirect" },
      "loadBalancer.plainHttp is not a field of the settings. Valid here: domainName, hostedZoneId, certificate, ipAddressType, healthCheck, protocolVersion, deregistrationDelaySeconds, stickiness, idleTimeoutSeconds, accessLogs.",
    ],
  ]);

  errorIf([
    [
      "a network without a way out cannot reach the registry",
      {
        network: { kind: "own", zoneCount: 2, nat: "none" },
        ...daemon(registry({ containerName: "acme/shop" })),
      },
      'systems.daemon-api.image.containerRegistry must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach, got "docker.io". Copy the image to ECR, or give the network a NAT gateway.',
    ],
    [
      "there is a single subnet",
      {
        network: {
          kind: "existing",
          vpcId: "vpc-12345678",
          publicSubnetIds: ["subnet-11111111"],
        },
        ...daemon({}),
      },
      "network.publicSubnetIds must be a list of 2 to 6 different subnets, each in a zone of its own, got a list of 1 entry.",
    ],
    [
      "HTTPS is a must and there is no certificate",
      { "protections.httpsOnly": true, ...daemon({}) },
      'systems.daemon-api.loadBalancer.certificate must be set while protections.httpsOnly is true, but is missing. Request one (kind "request", with domainName), name an existing one, or set protections.httpsOnly to false.',
    ],
    [
      "two systems want one name",
      {
        domain: { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" },
        "systems.http-scale-out.loadBalancer": { domainName: "api.example.com" },
        "systems.daemon-api": {
          image: { kind: "repository" },
          loadBalancer: { domainName: "api.example.com" },
        },
      },
      'systems.daemon-api.loadBalancer.domainName must differ from that of http-scale-out, which has a record of this name, got "api.example.com". Choose another name.',
    ],
    [
      "two systems want one repository",
      {
        "systems.http-scale-out.image": { kind: "repository", repositoryName: "shop" },
        "systems.daemon-api.image": { kind: "repository", repositoryName: "shop" },
      },
      'systems.daemon-api.image.repositoryName must differ from that of http-scale-out, which has a repository of this name, got "shop". Choose another name.',
    ],
  ]);
});

const named = { domainName: "api.example.com" };
const ownNetwork = { kind: "own", cidr: "10.10.0.0/16", zoneCount: 2, nat: "single" };

test.each([
  ["a balancer", { "daemon-api": { image: { kind: "repository" }, loadBalancer: named } }],
  ["an API", { "rest-api": { network: ownNetwork, api: { domain: named } } }],
])("error if %s wants the name of a system of another environment", (_, systems) => {
  const domain = { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" };
  const { problems } = parseEnvironments({
    dev: changed(minimal, { domain, "systems.http-scale-out.loadBalancer": named }),
    qa: changed(minimal, {
      domain,
      name: "qa",
      nameSuffix: "-qa",
      "state.bucket": "acme-state-qa",
      systems,
    }),
  });
  expect(problems.map(({ message }) => message)).toEqual([
    'must differ from that of http-scale-out in dev, whose record it would replace, got "api.example.com". Choose another name.',
  ]);
});

test("its defaults are those of the reference", () => {
  expect(parsed({ systems: { "daemon-api": {} } }).systems["daemon-api"]).toMatchObject({
    image: { kind: "registry", containerRegistry: "docker.io", containerName: "daemon-api" },
    container: { port: 8080, memoryLimitMiB: 256 },
    service: { name: "daemon-api", minimumHealthyPercent: 50 },
    capacity: { instanceTypes: ["t3.micro"], minInstances: 2, maxInstances: 4 },
    clusterScaling: {
      kind: "step",
      metric: "cluster-cpu",
      scaleOut: { thresholdPercent: 70, adjustment: 1, periodSeconds: 60, evaluationPeriods: 2 },
      scaleIn: { thresholdPercent: 30, adjustment: -1, periodSeconds: 60, evaluationPeriods: 10 },
      cooldownSeconds: 300,
    },
    loadBalancer: { healthCheck: { path: "/health", matcher: "200" }, ipAddressType: "ipv4" },
  });
});

test.each([
  [
    "a tag that moves",
    registry({ containerName: "acme/shop", containerTag: "latest" }),
    /^dev\.systems\.daemon-api\.image\.containerTag is "latest", which can move: /,
  ],
  [
    "the sample's name, which no public registry has",
    registry({}),
    /^dev\.systems\.daemon-api\.image\.containerName is "daemon-api", the sample, /,
  ],
  [
    "a deployment that stops every task at once",
    { "capacity.minInstances": 1, "service.minimumHealthyPercent": 0 },
    /^dev\.systems\.daemon-api\.service\.minimumHealthyPercent is 0, so a deployment stops every task /,
  ],
] as const)("warns of %s", (_, change, message) => {
  expect(warningsOf(daemon(change))).toEqual([expect.stringMatching(message)]);
});

test("has no problem with an image of one's own, an open port 22 for one address, IPv6 and a redirect", () => {
  const network = {
    kind: "existing",
    vpcId: "vpc-0123456789abcdef0",
    publicSubnetIds: ["subnet-00000001", "subnet-00000002"],
  };
  const arn = "arn:aws:acm:us-east-2:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef";
  const change = daemon({
    ...registry({ containerRegistry: "localhost:5000", containerName: "acme/shop" }),
    "capacity.ssh": { keyName: "operations", cidr: "203.0.113.7/32" },
    loadBalancer: {
      ipAddressType: "dualstack",
      certificate: { kind: "existing", arn, plainHttp: "redirect" },
    },
  });
  expect(problemsOf({ ...change, network })).toEqual([]);
  expect(warningsOf({ ...change, network })).toEqual([]);
});

test("[2026-11 A5] warns of a repository that nothing fills", () => {
  const image = { kind: "repository" };
  expect(warningsOf(daemon({ image }))).toEqual([
    "dev.systems.daemon-api.image has a repository without an image. Add build: {} to build the image in the images stack, or say pushedElsewhere: true.",
  ]);
  expect(warningsOf(daemon({ image: { ...image, build: {} } }))).toEqual([]);
});

test.each(["latest", "main", "master", "Edge", "nightly", "stable"])(
  "[2026-11 F] warns of the tag %s, which moves",
  (containerTag) => {
    const image = { kind: "registry", containerName: "acme/shop", containerTag };
    expect(warningsOf(daemon({ image }))).toEqual([expect.stringContaining("which can move")]);
  },
);
