import { image, network, onTask, type Shape } from "./shape";

const PARAMETER = "arn:aws:ssm:us-east-2:111122223333:parameter/shop/agent";

const mailer = { name: "mailer", port: 9000 };
const mailerContainer = {
  name: "mailer",
  image: "acme/mailer:1.0.0",
  portMappings: [onTask(9000)],
};

/** Fields of a worker whose container is `mailer`. */
const base = {
  network,
  capacity: { kind: "fargate" },
  containerCheck: { kind: "none" },
  image: image("acme/mailer:1.0.0"),
  container: mailer,
} as const;

const system = "worker" as const;

export const onFargate: readonly Shape[] = [
  {
    name: "a worker of a queue",
    system,
    settings: {
      ...base,
      container: { ...mailer, command: ["bundle", "exec", "shoryuken"], stopTimeoutSeconds: 120 },
    },
    containers: [
      { ...mailerContainer, command: ["bundle", "exec", "shoryuken"], stopTimeout: 120 },
    ],
  },
  {
    name: "a worker with an entry point and a folder of its own",
    system,
    settings: {
      ...base,
      container: {
        ...mailer,
        entryPoint: ["/usr/bin/tini", "--"],
        command: ["python", "-m", "worker"],
        workingDirectory: "/srv/app",
      },
    },
    containers: [
      {
        ...mailerContainer,
        entryPoint: ["/usr/bin/tini", "--"],
        command: ["python", "-m", "worker"],
        workingDirectory: "/srv/app",
      },
    ],
  },
  {
    name: "an OpenTelemetry collector that is healthy first",
    system,
    settings: {
      ...base,
      container: {
        ...mailer,
        dependsOn: { collector: "HEALTHY" },
        environment: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4317" },
      },
      sidecars: {
        collector: {
          image: image("public.ecr.aws/aws-observability/aws-otel-collector:v0.45.1"),
          command: ["--config=/etc/ecs/ecs-default-config.yaml"],
          ports: [4317, 4318],
          cpu: 64,
          memoryLimitMiB: 128,
          containerCheck: {
            kind: "command",
            command: ["/healthcheck"],
            intervalSeconds: 5,
            timeoutSeconds: 3,
            startPeriodSeconds: 1,
          },
        },
      },
    },
    containers: [
      {
        ...mailerContainer,
        dependsOn: [{ containerName: "collector", condition: "HEALTHY" }],
        environment: [{ name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://localhost:4317" }],
      },
      {
        name: "collector",
        image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.45.1",
        command: ["--config=/etc/ecs/ecs-default-config.yaml"],
        portMappings: [onTask(4317), onTask(4318)],
        cpu: 64,
        memory: 128,
        healthCheck: {
          command: ["CMD", "/healthcheck"],
          interval: 5,
          timeout: 3,
          retries: 3,
          startPeriod: 1,
        },
      },
    ],
  },
  {
    name: "a CloudWatch agent with its configuration in a parameter",
    system,
    settings: {
      ...base,
      sidecars: {
        "cloudwatch-agent": {
          image: image("public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300062.0"),
          secrets: { CW_CONFIG_CONTENT: PARAMETER },
          udpPorts: [25_888],
          essential: false,
          restartPolicy: { ignoredExitCodes: [0], attemptPeriodSeconds: 60 },
        },
      },
    },
    containers: [
      mailerContainer,
      {
        name: "cloudwatch-agent",
        image: "public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300062.0",
        secrets: [{ name: "CW_CONFIG_CONTENT", valueFrom: PARAMETER }],
        portMappings: [onTask(25_888, "udp")],
        essential: false,
        restartPolicy: { enabled: true, ignoredExitCodes: [0], restartAttemptPeriod: 60 },
      },
    ],
  },
  {
    name: "Fluent Bit, which follows files of the service",
    system,
    settings: {
      ...base,
      volumes: { logs: { kind: "bind" } },
      container: { ...mailer, mounts: { "/var/log/app": { volume: "logs" } } },
      sidecars: {
        "fluent-bit": {
          image: image("public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0"),
          mounts: { "/var/log/app": { volume: "logs", readOnly: true } },
          memoryReservationMiB: 50,
        },
      },
    },
    containers: [
      {
        ...mailerContainer,
        mountPoints: [{ sourceVolume: "logs", containerPath: "/var/log/app", readOnly: false }],
      },
      {
        name: "fluent-bit",
        image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0",
        memoryReservation: 50,
        mountPoints: [{ sourceVolume: "logs", containerPath: "/var/log/app", readOnly: true }],
      },
    ],
    volumes: [{ name: "logs" }],
  },
  {
    name: "a cache in memory beside the service",
    system,
    settings: {
      ...base,
      sidecars: {
        redis: {
          image: image("redis:8.4.0"),
          command: ["redis-server", "--save", ""],
          ports: [6379],
          tmpfs: { "/data": { sizeMiB: 64 } },
          memoryLimitMiB: 128,
        },
      },
    },
    containers: [
      mailerContainer,
      {
        name: "redis",
        image: "redis:8.4.0",
        command: ["redis-server", "--save", ""],
        portMappings: [onTask(6379)],
        memory: 128,
        linuxParameters: { tmpfs: [{ containerPath: "/data", size: 64 }] },
      },
    ],
  },
  {
    name: "files of a content management system on EFS",
    system,
    settings: {
      ...base,
      volumes: { content: { kind: "efs", uid: 33, gid: 33 } },
      container: {
        ...mailer,
        user: "33:33",
        mounts: { "/var/www/html/wp-content": { volume: "content" } },
      },
    },
    containers: [
      {
        ...mailerContainer,
        user: "33:33",
        mountPoints: [
          { sourceVolume: "content", containerPath: "/var/www/html/wp-content", readOnly: false },
        ],
      },
    ],
    volumes: [
      {
        name: "content",
        efs_volume_configuration: {
          file_system_id: "${aws_efs_file_system.content-files.id}",
          transit_encryption: "ENABLED",
          authorization_config: {
            access_point_id: "${aws_efs_access_point.content-files_access-point.id}",
            iam: "ENABLED",
          },
        },
      },
    ],
  },
  {
    name: "media on a file system that is there already",
    system,
    settings: {
      ...base,
      volumes: {
        media: {
          kind: "existing-efs",
          fileSystemId: "fs-0123456789abcdef0",
          securityGroupId: "sg-0123456789abcdef0",
        },
      },
      container: { ...mailer, mounts: { "/media": { volume: "media", readOnly: true } } },
    },
    containers: [
      {
        ...mailerContainer,
        mountPoints: [{ sourceVolume: "media", containerPath: "/media", readOnly: true }],
      },
    ],
    volumes: [
      {
        name: "media",
        efs_volume_configuration: {
          file_system_id: "fs-0123456789abcdef0",
          transit_encryption: "ENABLED",
          authorization_config: { iam: "ENABLED" },
        },
      },
    ],
  },
  {
    name: "a transcoder with a disk of its own",
    system,
    settings: {
      ...base,
      volumes: { scratch: { kind: "ebs", sizeGiB: 200, throughputMiBps: 500 } },
      container: { ...mailer, mounts: { "/scratch": { volume: "scratch" } } },
    },
    containers: [
      {
        ...mailerContainer,
        mountPoints: [{ sourceVolume: "scratch", containerPath: "/scratch", readOnly: false }],
      },
    ],
    volumes: [{ name: "scratch", configure_at_launch: true }],
    others: {
      aws_ecs_service: {
        volume_configuration: {
          name: "scratch",
          managed_ebs_volume: { size_in_gb: 200, throughput: 500, encrypted: true },
        },
      },
    },
  },
  {
    name: "a job with much temporary storage on ARM",
    system,
    settings: {
      ...base,
      capacity: { kind: "fargate", architecture: "arm64" },
      task: { cpu: 1024, memoryMiB: 4096, ephemeralStorageGiB: 100 },
    },
    containers: [mailerContainer],
    others: {
      aws_ecs_task_definition: {
        cpu: "1024",
        memory: "4096",
        ephemeral_storage: { size_in_gib: 100 },
        runtime_platform: { cpu_architecture: "ARM64" },
      },
    },
  },
  {
    name: "a profiler that traces, with more open files",
    system,
    settings: {
      ...base,
      container: {
        ...mailer,
        capabilities: { add: ["SYS_PTRACE"] },
        ulimits: { nofile: { soft: 100_000, hard: 100_000 } },
      },
    },
    containers: [
      {
        ...mailerContainer,
        linuxParameters: { capabilities: { add: ["SYS_PTRACE"] } },
        ulimits: [{ name: "nofile", softLimit: 100_000, hardLimit: 100_000 }],
      },
    ],
  },
  {
    name: "nginx in front of an API, where they share an address",
    system: "http-api",
    settings: {
      network,
      page: { kind: "none" },
      services: {
        food: {
          image: image("acme/api:1.0.0"),
          container: { name: "api", port: 8080 },
          containerCheck: { kind: "none" },
          sidecars: {
            nginx: {
              image: image("nginx:1.29.3"),
              ports: [8081],
              dependsOn: { api: "START" },
              writablePaths: ["/var/cache/nginx"],
            },
          },
        },
      },
    },
    containers: [
      { name: "api", image: "acme/api:1.0.0", portMappings: [onTask(8080)], stopTimeout: 90 },
      {
        name: "nginx",
        image: "nginx:1.29.3",
        portMappings: [onTask(8081)],
        dependsOn: [{ containerName: "api", condition: "START" }],
        linuxParameters: { tmpfs: [{ containerPath: "/var/cache/nginx", size: 64 }] },
      },
    ],
  },
];
