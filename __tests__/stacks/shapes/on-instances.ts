import { image, onBridge, type Shape, sized } from "./shape";

const SECRET = "arn:aws:secretsmanager:us-east-2:111122223333:secret:shop/db-AbCdEf";
const PARAMETER = "arn:aws:ssm:us-east-2:111122223333:parameter/shop/agent";

const web = { name: "web", port: 8080, cpu: 256, memoryLimitMiB: 256 };
const webContainer = {
  name: "web",
  image: "acme/web:1.0.0",
  cpu: 256,
  memory: 256,
  portMappings: [onBridge(8080)],
};

/** Fields of a system whose container is `web`. */
const base = { image: image("acme/web:1.0.0"), container: web } as const;

const system = "http-scale-out" as const;

export const onInstances: readonly Shape[] = [
  {
    name: "a web service with nginx in front of it",
    system,
    settings: {
      ...base,
      sidecars: {
        nginx: {
          image: image("nginx:1.29.3"),
          ports: [80],
          ...sized(64, 64),
          user: "0:0",
          readonlyRootFilesystem: false,
          links: ["web"],
          dependsOn: { web: "START" },
        },
      },
    },
    containers: [
      webContainer,
      {
        name: "nginx",
        image: "nginx:1.29.3",
        cpu: 64,
        memory: 64,
        portMappings: [onBridge(80)],
        user: "0:0",
        readonlyRootFilesystem: false,
        links: ["web"],
        dependsOn: [{ containerName: "web", condition: "START" }],
      },
    ],
  },
  {
    name: "PHP-FPM and nginx that share a socket",
    system,
    settings: {
      ...base,
      volumes: { run: { kind: "bind" } },
      container: { ...web, mounts: { "/run/php": { volume: "run" } } },
      sidecars: {
        nginx: {
          image: image("nginx:1.29.3"),
          ports: [80],
          ...sized(64, 64),
          mounts: { "/run/php": { volume: "run", readOnly: true } },
        },
      },
    },
    containers: [
      {
        ...webContainer,
        mountPoints: [{ sourceVolume: "run", containerPath: "/run/php", readOnly: false }],
      },
      {
        name: "nginx",
        image: "nginx:1.29.3",
        cpu: 64,
        memory: 64,
        portMappings: [onBridge(80)],
        mountPoints: [{ sourceVolume: "run", containerPath: "/run/php", readOnly: true }],
      },
    ],
    volumes: [{ name: "run" }],
  },
  {
    name: "a migration before the service",
    system,
    settings: {
      ...base,
      container: { ...web, dependsOn: { migrate: "SUCCESS" }, secrets: { DB: SECRET } },
      sidecars: {
        migrate: {
          image: { kind: "service" },
          command: ["npm", "run", "migrate"],
          essential: false,
          startTimeoutSeconds: 120,
          secrets: { DB: SECRET },
          ...sized(64, 128),
        },
      },
    },
    containers: [
      {
        ...webContainer,
        dependsOn: [{ containerName: "migrate", condition: "SUCCESS" }],
        secrets: [{ name: "DB", valueFrom: SECRET }],
      },
      {
        name: "migrate",
        image: "acme/web:1.0.0",
        command: ["npm", "run", "migrate"],
        essential: false,
        startTimeout: 120,
        secrets: [{ name: "DB", valueFrom: SECRET }],
        cpu: 64,
        memory: 128,
      },
    ],
  },
  {
    name: "a gRPC service",
    system,
    settings: {
      ...base,
      container: { ...web, port: 50_051 },
      containerCheck: {
        kind: "command",
        command: ["/bin/grpc_health_probe", "-addr=:50051"],
        startPeriodSeconds: 5,
      },
      loadBalancer: {
        certificate: {
          kind: "existing",
          arn: "arn:aws:acm:us-east-2:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
        },
        protocolVersion: "GRPC",
        healthCheck: { path: "/grpc.health.v1.Health/Check", grpcCodes: "0" },
      },
    },
    containers: [
      {
        ...webContainer,
        portMappings: [onBridge(50_051)],
        healthCheck: {
          command: ["CMD", "/bin/grpc_health_probe", "-addr=:50051"],
          interval: 30,
          timeout: 5,
          retries: 3,
          startPeriod: 5,
        },
      },
    ],
    others: {
      aws_lb_target_group: {
        protocol: "HTTP",
        protocol_version: "GRPC",
        health_check: { path: "/grpc.health.v1.Health/Check", matcher: "0" },
      },
    },
  },
  {
    name: "a Datadog agent, which takes traces by TCP and metrics by UDP",
    system,
    settings: {
      ...base,
      container: {
        ...web,
        links: ["datadog-agent"],
        environment: { DD_AGENT_HOST: "datadog-agent" },
      },
      sidecars: {
        "datadog-agent": {
          image: image("public.ecr.aws/datadog/agent:7.71.1"),
          ports: [8126],
          udpPorts: [8125],
          environment: { ECS_FARGATE: "false", DD_APM_NON_LOCAL_TRAFFIC: "true" },
          secrets: { DD_API_KEY: PARAMETER },
          user: "0",
          readonlyRootFilesystem: false,
          containerCheck: {
            kind: "command",
            command: ["agent", "health"],
            retries: 2,
            startPeriodSeconds: 60,
          },
          ...sized(100, 256),
        },
      },
    },
    containers: [
      {
        ...webContainer,
        links: ["datadog-agent"],
        environment: [{ name: "DD_AGENT_HOST", value: "datadog-agent" }],
      },
      {
        name: "datadog-agent",
        image: "public.ecr.aws/datadog/agent:7.71.1",
        cpu: 100,
        memory: 256,
        user: "0",
        readonlyRootFilesystem: false,
        portMappings: [onBridge(8126), onBridge(8125, "udp")],
        environment: [
          { name: "DD_APM_NON_LOCAL_TRAFFIC", value: "true" },
          { name: "ECS_FARGATE", value: "false" },
        ],
        secrets: [{ name: "DD_API_KEY", valueFrom: PARAMETER }],
        healthCheck: {
          command: ["CMD", "agent", "health"],
          interval: 30,
          timeout: 5,
          retries: 2,
          startPeriod: 60,
        },
      },
    ],
  },
  {
    name: "an X-Ray daemon that may fail",
    system,
    settings: {
      ...base,
      sidecars: {
        xray: {
          image: image("public.ecr.aws/xray/aws-xray-daemon:3.6.0"),
          udpPorts: [2000],
          essential: false,
          ...sized(32, 64),
        },
      },
    },
    containers: [
      webContainer,
      {
        name: "xray",
        image: "public.ecr.aws/xray/aws-xray-daemon:3.6.0",
        essential: false,
        cpu: 32,
        memory: 64,
        portMappings: [onBridge(2000, "udp")],
      },
    ],
  },
  {
    name: "Envoy as a proxy with many open files",
    system,
    settings: {
      ...base,
      sidecars: {
        envoy: {
          image: image("envoyproxy/envoy:v1.36.2"),
          ports: [9901, 15_000],
          user: "1337",
          ulimits: { nofile: { soft: 15_000, hard: 15_000 } },
          links: ["web"],
          memoryReservationMiB: 64,
          ...sized(128, 128),
        },
      },
    },
    containers: [
      webContainer,
      {
        name: "envoy",
        image: "envoyproxy/envoy:v1.36.2",
        cpu: 128,
        memory: 128,
        memoryReservation: 64,
        user: "1337",
        links: ["web"],
        portMappings: [onBridge(9901), onBridge(15_000)],
        ulimits: [{ name: "nofile", softLimit: 15_000, hardLimit: 15_000 }],
      },
    ],
  },
  {
    name: "a headless browser with shared memory and a capability",
    system,
    settings: {
      ...base,
      container: { ...web, shmSizeMiB: 128, capabilities: { add: ["SYS_ADMIN"] } },
    },
    containers: [
      {
        ...webContainer,
        linuxParameters: { sharedMemorySize: 128, capabilities: { add: ["SYS_ADMIN"] } },
      },
    ],
  },
  {
    name: "a search engine that locks its memory",
    system,
    settings: {
      ...base,
      container: {
        ...web,
        port: 9200,
        morePorts: [9300],
        ulimits: { memlock: { soft: -1, hard: -1 }, nofile: { soft: 65_536, hard: 65_536 } },
        capabilities: { add: ["IPC_LOCK"] },
        environment: { "discovery.type": "single-node" },
      },
    },
    containers: [
      {
        ...webContainer,
        portMappings: [onBridge(9200), onBridge(9300)],
        environment: [{ name: "discovery.type", value: "single-node" }],
        ulimits: [
          { name: "memlock", softLimit: -1, hardLimit: -1 },
          { name: "nofile", softLimit: 65_536, hardLimit: 65_536 },
        ],
        linuxParameters: { capabilities: { add: ["IPC_LOCK"] } },
      },
    ],
  },
  {
    name: "a hardened container without capabilities, with an init process and folders in memory",
    system,
    settings: {
      ...base,
      container: {
        ...web,
        capabilities: { drop: ["ALL"] },
        initProcessEnabled: true,
        tmpfs: { "/run": { sizeMiB: 16 }, "/tmp": { sizeMiB: 64 } },
      },
    },
    containers: [
      {
        ...webContainer,
        linuxParameters: {
          capabilities: { drop: ["ALL"] },
          initProcessEnabled: true,
          tmpfs: [
            { containerPath: "/run", size: 16 },
            { containerPath: "/tmp", size: 64 },
          ],
        },
      },
    ],
  },
  {
    name: "names and resolvers of a data center",
    system,
    settings: {
      ...base,
      container: {
        ...web,
        extraHosts: { "erp.corp.example.com": "10.1.2.3" },
        dnsServers: ["10.1.0.2"],
        dnsSearchDomains: ["corp.example.com"],
      },
    },
    containers: [
      {
        ...webContainer,
        extraHosts: [{ hostname: "erp.corp.example.com", ipAddress: "10.1.2.3" }],
        dnsServers: ["10.1.0.2"],
        dnsSearchDomains: ["corp.example.com"],
      },
    ],
  },
  {
    name: "secrets by JSON key and version",
    system,
    settings: {
      ...base,
      container: {
        ...web,
        secrets: {
          DB_PASSWORD: `${SECRET}:password::`,
          OLD_PASSWORD: `${SECRET}:password:AWSPREVIOUS:`,
        },
      },
    },
    containers: [
      {
        ...webContainer,
        secrets: [
          { name: "DB_PASSWORD", valueFrom: `${SECRET}:password::` },
          { name: "OLD_PASSWORD", valueFrom: `${SECRET}:password:AWSPREVIOUS:` },
        ],
      },
    ],
  },
  {
    name: "a private registry, labels, and a file of variables",
    system,
    settings: {
      ...base,
      image: {
        kind: "reference",
        reference: "registry.acme.org/web:1.0.0",
        credentialsSecretArn: SECRET,
      },
      container: {
        ...web,
        dockerLabels: { "com.acme.team": "shop" },
        environmentFiles: ["arn:aws:s3:::acme-settings/web.env"],
      },
    },
    containers: [
      {
        ...webContainer,
        image: "registry.acme.org/web:1.0.0",
        repositoryCredentials: { credentialsParameter: SECRET },
        dockerLabels: { "com.acme.team": "shop" },
        environmentFiles: [{ type: "s3", value: "arn:aws:s3:::acme-settings/web.env" }],
      },
    ],
  },
  {
    name: "a model on a GPU, and an encoder with another",
    system,
    settings: {
      ...base,
      container: { ...web, gpu: 2, shmSizeMiB: 1024 },
      sidecars: { encoder: { image: image("acme/encoder:1.0.0"), ...sized(64, 64), gpu: 1 } },
      capacity: { instanceTypes: ["g6.12xlarge"] },
    },
    containers: [
      {
        ...webContainer,
        resourceRequirements: [{ type: "GPU", value: "2" }],
        linuxParameters: { sharedMemorySize: 1024 },
      },
      {
        name: "encoder",
        image: "acme/encoder:1.0.0",
        cpu: 64,
        memory: 64,
        resourceRequirements: [{ type: "GPU", value: "1" }],
      },
    ],
    others: { aws_launch_template: { instance_type: "g6.12xlarge" } },
  },
];
