import { destinations, logRouterTo, signals, tracing } from "../settings/full/full-containers";
import type { Leaf } from "./schema-leaves";

const authority =
  "arn:aws:acm-pca:us-west-2:111122223333:certificate-authority/01111111-89ab-cdef-0123-456789abcdef";

/** Values for what has a form of its own, by the names of the fields it is in: the last one, or the last two. */
const EXAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  accessPointId: ["fsap-00000000000000001"],
  "namespace.arn": ["us-west-2", "us-east-2", "eu-west-1"].map(
    (region) => `arn:aws:servicediscovery:${region}:111122223333:namespace/ns-00000000000000001`,
  ),
  authorityArn: [authority.replace("/0", "/1")],
  calls: [["canary"], ["invitations"], ["toy-car"], ["room"], []],
  clientSecurityGroupIds: [["sg-00000000000000002"]],
  connectionArn: ["us-west-2", "eu-west-1", "us-east-2"].map(
    (region) =>
      `arn:aws:codeconnections:${region}:111122223333:connection/01234567-89ab-cdef-0123-456789abcdee`,
  ),
  connection: [
    { kind: "client" },
    { kind: "client-server", name: "elsewhere" },
    { kind: "client-server", tls: { authorityArn: authority } },
  ],
  serviceConnect: [{ clientSecurityGroupIds: ["sg-00000000000000002"] }],
  tls: [{ authorityArn: authority }],
  allowedInstanceTypes: [["g6.*"], ["m7i.*"], ["m7g.*"], ["t3.*"], ["t4g.*"]],
  args: [{ EDITION: "small" }],
  availabilityZones: [
    ["us-east-2a", "us-east-2c"],
    ["eu-west-1b", "eu-west-1c"],
  ],
  backupWindow: ["02:00-02:30", "03:00-03:30"],
  // A folder with a Dockerfile: nothing is built from another one, which a synth refuses.
  build: [{ context: "services", dockerfile: "store/Dockerfile", args: { EDITION: "small" } }],
  "build.context": ["web"],
  // Only these are taken on Fargate.
  capabilities: [{ add: ["SYS_PTRACE"], drop: ["ALL"] }],
  "capabilities.add": [["SYS_PTRACE"]],
  certificate: [
    { kind: "existing", arn: certificate("eu-west-1"), plainHttp: "closed" },
    { kind: "existing", arn: certificate("us-east-2") },
    { kind: "existing", arn: certificate("us-west-2") },
  ],
  "routing.certificate": ["eu-west-1", "us-west-2"].map((region) => ({
    kind: "existing",
    arn: certificate(region),
  })),
  certificateArn: ["us-east-1", "us-west-2", "eu-west-1"].map(certificate),
  containerCheck: [{ kind: "command", command: ["node", "check.js"] }],
  credentialsSecretArn: [secret("registry")],
  // Containers that there are.
  dependsOn: [{ relay: "START" }, { agent: "START" }, { worker: "START" }],
  dnsSearchDomains: [["corp.acme.org"]],
  cookieName: ["lesson"],
  dnsServers: [["10.0.0.3"]],
  dockerLabels: [{ team: "b" }],
  environment: [{ MODE: "b" }],
  environmentFiles: [["arn:aws:s3:::shop-settings/other.env"]],
  entryPoint: [["/sbin/init"]],
  extraHosts: [{ "mail.internal": "10.0.0.4" }],
  egress: [[{ port: 5432, toPort: 5433, cidr: "10.9.0.0/16" }]],
  endpointServices: [["sns"]],
  endpointPolicies: [{ otherAccounts: ["777788889999"] }],
  otherAccounts: [["777788889999"]],
  prefixListIds: [["pl-00000001"]],
  securityGroupIds: [["sg-00000000000000002"]],
  permissionsBoundaryArn: ["arn:aws:iam::111122223333:policy/other"],
  "network.httpsEgress": ["endpoints", { securityGroupIds: ["sg-00000000000000003"] }],
  fileSystemId: ["fs-00000000000000001"],
  excludedInstanceTypes: [["p5*"], ["m7i.xlarge"], ["m7g.xlarge"], ["t3.xlarge"]],
  extraUserData: ["echo ready > /var/log/first-start"],
  from: ["22:10"],
  folder: ["services/kit"],
  grpcCodes: ["0-99"],
  hostedZoneId: ["Z0000000000OTHER"],
  instanceRequirements: [{ minGpus: 4 }, { minVcpus: 4 }],
  "email.identityArn": ["arn:aws:ses:us-east-1:111122223333:identity/acme.org"],
  imageId: ["ami-0123456789abcdef0"],
  imageParameter: ["/images/ecs-node"],
  kmsKeyArn: ["us-east-2", "us-west-2", "eu-west-1"].map(
    (region) => `arn:aws:kms:${region}:111122223333:key/11111111-89ab-cdef-0123-456789abcdef`,
  ),
  largerSteps: [[{ thresholdPercent: 95, adjustment: 9 }], [{ threshold: 5000, adjustment: 900 }]],
  lifecycleHooks: [
    [
      {
        functionArn: "arn:aws:lambda:us-east-2:111122223333:function:smoke-test",
        stages: ["POST_SCALE_UP"],
      },
    ],
  ],
  functionArn: ["arn:aws:lambda:us-east-2:111122223333:function:other-test"],
  links: [["relay"], ["agent"], ["worker"], ["migrate"]],
  maintenanceWindow: ["sun:03:00-sun:03:30", "sat:04:00-sat:04:30"],
  maintenance: [{ minHealthyPercent: 90, maxHealthyPercent: 120 }],
  managedPolicyArns: [["arn:aws:iam::aws:policy/ReadOnlyAccess"]],
  metrics: [
    {
      errors: { namespace: "Shop", metricName: "Failures", statistic: "Sum" },
      requests: { namespace: "Shop", metricName: "Calls", statistic: "Sum" },
    },
  ],
  moreTargets: [
    { metrics: { port: 9090, paths: ["/metrics"], priority: 900 } },
    { metrics: { port: 4317, paths: ["/metrics"], priority: 900 } },
  ],
  mounts: ["media", "scratch", "files", "shared"].map((volume) => ({ "/other": { volume } })),
  network: [
    { kind: "own", cidr: "10.70.0.0/16", zoneCount: 2, nat: "single" },
    {
      kind: "existing",
      vpcId: "vpc-00000000000000001",
      publicSubnetIds: ["subnet-00000000000000001", "subnet-00000000000000002"],
      privateSubnetIds: ["subnet-00000000000000003", "subnet-00000000000000004"],
    },
    {
      kind: "existing",
      vpcId: "vpc-00000000000000001",
      publicSubnetIds: ["subnet-00000000000000001", "subnet-00000000000000002"],
      privateSubnetIds: ["subnet-00000000000000003", "subnet-00000000000000004"],
      httpsEgress: {
        securityGroupIds: ["sg-00000000000000001"],
        prefixListIds: ["pl-00000000000000001"],
      },
    },
  ],
  predictive: [{ targetPercent: 55 }],
  publicSubnetIds: [["subnet-00000000000000001", "subnet-00000000000000005"]],
  restartPolicy: [{ ignoredExitCodes: [0], attemptPeriodSeconds: 90 }],
  roleArn: ["arn:aws:iam::111122223333:role/shop"],
  scaling: scalingOfGroups(),
  clusterScaling: scalingOfGroups(),
  beforeRelease: [{ command: ["migrate"] }],
  scheduledTasks: [{ nightly: { schedule: "rate(1 day)", command: ["clean-up"] } }],
  scaleIn: [{ threshold: 1 }],
  schedule: ["rate(2 hours)"],
  secretKeyArns: ["us-east-2", "us-west-2", "eu-west-1"].map((region) => [
    `arn:aws:kms:${region}:111122223333:key/01234567-89ab-cdef-0123-456789abcdef`,
  ]),
  secrets: [{ TOKEN: secret("token") }],
  securityGroupId: ["sg-00000000000000001"],
  snapshotId: ["snap-00000000000000001"],
  services: [
    {
      one: {
        priority: 1,
        image: {
          kind: "repository",
          repositoryName: "one",
          build: {
            context: "services",
            dockerfile: "store/Dockerfile",
            args: { EDITION: "small" },
          },
        },
        serviceScaling: { strategies: [{ kind: "requests-target", requestsPerTarget: 100 }] },
      },
    },
  ],
  statistic: ["p95", "Maximum"],
  ssh: [{ keyName: "operations", cidr: "203.0.113.0/24" }],
  statements: [[{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop/*"] }]],
  tmpfs: [{ "/run": { sizeMiB: 8 } }],
  tracing: [tracing, signals, { ...signals, language: "java" }],
  instrumentationImage: ["000000000000.dkr.ecr.us-west-2.amazonaws.com/added:3"],
  logRouter: Object.values(destinations).map(logRouterTo),
  "logRouter.destination": Object.values(destinations),
  "tracing.image": ["000000000000.dkr.ecr.us-west-2.amazonaws.com/added:2"],
  "logRouter.image": ["000000000000.dkr.ecr.us-west-2.amazonaws.com/added:2"],
  streamArn: ["us-west-2", "us-east-2", "eu-west-1"].map(
    (region) => `arn:aws:firehose:${region}:111122223333:deliverystream/other`,
  ),
  domainArn: ["us-west-2", "us-east-2", "eu-west-1"].map(
    (region) => `arn:aws:es:${region}:111122223333:domain/other`,
  ),
  "destination.prefix": ["other"],
  "destination.host": ["other.example.com"],
  options: [{ Name: "http", Host: "logs.example.com" }],
  secretOptions: [{ apikey: secret("other") }],
  timezone: ["Asia/Tokyo"],
  until: ["05:20"],
  ulimits: [{ nofile: { soft: 1024, hard: 2048 } }],
  strategies: [
    [{ kind: "cpu-target" }],
    [{ kind: "memory-target" }],
    [{ kind: "requests-target", requestsPerTarget: 100 }],
    [{ kind: "step" }],
    [{ kind: "cpu-target" }, { kind: "predictive" }],
    [
      { kind: "cpu-target" },
      {
        kind: "metric-step",
        metric: { namespace: "Shop", metricName: "Queued" },
        scaleOut: { threshold: 100, largerSteps: [{ threshold: 900, adjustment: 9 }] },
        scaleIn: { threshold: 10 },
      },
    ],
    [
      {
        kind: "scheduled",
        actions: { night: { schedule: "rate(1 day)", minTasks: 3, maxTasks: 3 } },
      },
    ],
  ],
  warmPool: [{ minInstances: 2 }],
  volume: ["media", "scratch", "files", "shared"],
  zoneIds: [
    ["use2-az1", "use2-az2"],
    ["usw2-az1", "usw2-az2"],
    ["euw1-az1", "euw1-az2"],
  ],
};

export function examplesOf({ steps }: Pick<Leaf, "steps">): readonly unknown[] {
  const names = steps.map(({ name }) => name);
  return EXAMPLES[names.slice(-2).join(".")] ?? EXAMPLES[names.at(-1) ?? ""] ?? [];
}

/** With a forecast, and with steps. */
function scalingOfGroups() {
  const predictive = { targetPercent: 55, schedulingBufferSeconds: 200 };
  return [
    {
      kind: "step",
      scaleOut: { largerSteps: [{ thresholdPercent: 95, adjustment: 9 }] },
      predictive,
    },
    { kind: "cpu-target", predictive },
  ];
}

export function secret(name: string): string {
  return `arn:aws:secretsmanager:us-west-2:111122223333:secret:${name}-AbCdEf`;
}

function certificate(region: string): string {
  return `arn:aws:acm:${region}:111122223333:certificate/11111111-2222-3333-4444-555555555555`;
}
