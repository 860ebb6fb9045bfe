import type { EnvironmentSettings } from "../../../settings/environment";

type Systems = EnvironmentSettings["systems"];
type OnInstances = NonNullable<Systems["http-scale-out"]>;
type OnFargate = NonNullable<Systems["worker"]>;

/* What the services of full-settings have besides their containers: every option, once on instances and once on Fargate. */

/** Options of a container that any capacity has. */
export const containerOptions: NonNullable<OnFargate["container"]> = {
  entryPoint: ["/sbin/tini", "--"],
  workingDirectory: "/srv/shop",
  environmentFiles: ["arn:aws:s3:::shop-settings/web.env"],
  dockerLabels: { "com.example.team": "shop" },
  ulimits: { nofile: { soft: 65_536, hard: 131_072 } },
  capabilities: { add: ["SYS_PTRACE"], drop: ["MKNOD"] },
  tmpfs: { "/run": { sizeMiB: 16 } },
  restartPolicy: { ignoredExitCodes: [0, 143], attemptPeriodSeconds: 120 },
  udpPorts: [8125],
  mounts: { "/shared": { volume: "shared", readOnly: true }, "/data": { volume: "files" } },
};

/** The same with those of instances alone. */
export const instanceOptions: NonNullable<OnFargate["container"]> = {
  ...containerOptions,
  shmSizeMiB: 32,
  extraHosts: { "billing.internal": "10.0.0.9" },
  dnsServers: ["10.0.0.2"],
  dnsSearchDomains: ["corp.example.com"],
};

/** Volumes that `containerOptions` mounts. */
export const volumes: NonNullable<OnInstances["volumes"]> = {
  files: { kind: "efs", uid: 100, gid: 101, backups: false },
  shared: { kind: "bind" },
  scratch: { kind: "ebs", sizeGiB: 50 },
};

const sidecar: NonNullable<OnInstances["sidecars"]>[string] = {
  image: { kind: "reference", reference: "000000000000.dkr.ecr.us-west-2.amazonaws.com/agent:1" },
  ports: [4317],
  essential: false,
  cpu: 32,
  memoryLimitMiB: 64,
  memoryReservationMiB: 32,
  startTimeoutSeconds: 60,
  containerCheck: { kind: "command", command: ["agent", "health"], retries: 2 },
};

const scratch = { "/shared": { volume: "shared" }, "/scratch": { volume: "scratch" } };

/** A sidecar with every option, for which the service's own container waits. */
export const sidecars: NonNullable<OnFargate["sidecars"]> = {
  agent: { ...sidecar, ...containerOptions, udpPorts: [8126], mounts: scratch },
};

export const instanceSidecars: NonNullable<OnInstances["sidecars"]> = {
  agent: { ...sidecar, ...instanceOptions, mounts: scratch },
};

const size = { cpu: 32, memoryLimitMiB: 128 };
const mirror = "000000000000.dkr.ecr.us-west-2.amazonaws.com";

export const tracing: OnFargate["tracing"] = {
  kind: "xray",
  samplingPercent: 10,
  image: `${mirror}/otel-collector:1`,
  ...size,
};

/** Only on Fargate. */
export const signals: NonNullable<OnFargate["tracing"]> = {
  kind: "application-signals",
  language: "node",
  image: `${mirror}/cloudwatch-agent:1`,
  instrumentationImage: `${mirror}/adot-node:1`,
  ...size,
};

type LogRouter = NonNullable<OnFargate["logRouter"]>;

/** Every kind of destination of a log router, with every option. */
export const destinations = {
  cloudwatch: { kind: "cloudwatch", logGroupName: "/shop/all" },
  firehose: {
    kind: "firehose",
    streamArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/shop",
  },
  s3: { kind: "s3", bucket: "shop-logs", prefix: "kitchen" },
  opensearch: {
    kind: "opensearch",
    domainArn: "arn:aws:es:us-west-2:111122223333:domain/shop",
    host: "search-shop.us-west-2.es.amazonaws.com",
    index: "course",
  },
  output: {
    kind: "output",
    options: { Name: "datadog" },
    secretOptions: {
      apikey: "arn:aws:secretsmanager:us-west-2:111122223333:secret:datadog-AbCdEf",
    },
  },
} as const satisfies Record<string, LogRouter["destination"]>;

export const logRouterTo = (destination: LogRouter["destination"]): LogRouter => ({
  destination,
  image: `${mirror}/fluent-bit:1`,
  ...size,
});

/** Every option of Service Connect that tasks on instances have. */
export const instanceConnection = {
  kind: "client-server",
  name: "shop",
  port: 8000,
  protocol: "http2",
  idleTimeoutSeconds: 120,
  perRequestTimeoutSeconds: 20,
  proxy: { cpu: 128, memoryMiB: 96 },
} as const;

/** The same on Fargate. */
export const connection = {
  ...instanceConnection,
  ingressPort: 8443,
  tls: {
    authorityArn:
      "arn:aws:acm-pca:us-west-2:111122223333:certificate-authority/01234567-89ab-cdef-0123-456789abcdef",
    kmsKeyArn: "arn:aws:kms:us-west-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef",
  },
} as const;

/** A namespace of another system, whose tasks call back. */
export const serviceConnect: NonNullable<OnFargate["serviceConnect"]> = {
  namespace: {
    kind: "existing",
    arn: "arn:aws:servicediscovery:us-west-2:111122223333:namespace/ns-0123456789abcdef",
  },
  clientSecurityGroupIds: ["sg-0123456789abcdef0"],
};

/** Of the service's own container. */
export const dependsOn = { agent: "HEALTHY" } as const;

/** A further target group for the second port, with every option of a check by HTTP. */
export const moreTargets: NonNullable<OnInstances["moreTargets"]> = {
  admin: {
    port: 9090,
    paths: ["/admin/*"],
    priority: 3,
    protocolVersion: "HTTP2",
    healthCheck: { path: "/ready", matcher: "200-299", intervalSeconds: 15, timeoutSeconds: 4 },
  },
};
