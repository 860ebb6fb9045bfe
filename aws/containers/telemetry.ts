/*
 * The containers of AWS that collect traces and route logs.
 *
 * The versions are those that the public registry had in September 2026, read on 2026-11-29:
 * @see https://gallery.ecr.aws/aws-observability/aws-otel-collector
 * @see https://gallery.ecr.aws/aws-observability/aws-for-fluent-bit
 */

/** Settings that add containers to each task. */
export interface Telemetry {
  readonly tracing?: ContainerChoice & {
    readonly kind: "xray" | "application-signals";
    readonly language?: Language;
    readonly instrumentationImage?: string;
  };
  readonly logRouter?: ContainerChoice & { readonly destination: { readonly kind: string } };
}

interface ContainerChoice {
  readonly image: string;
  readonly cpu: number;
  readonly memoryLimitMiB: number;
}

/** A container that a setting adds, as settings and modules know a sidecar. */
export interface TelemetryContainer extends ContainerChoice {
  readonly name: string;
  readonly essential: boolean;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly writablePaths?: readonly string[];
  readonly restartPolicy?: { readonly attemptPeriodSeconds: number };
  /** A command that checks its health. */
  readonly check?: readonly string[];
}

/** The containers that settings add to a task. */
export function telemetryContainers({
  tracing,
  logRouter,
}: Telemetry): readonly TelemetryContainer[] {
  const sizeOf = ({ image, cpu, memoryLimitMiB }: ContainerChoice) => ({
    image,
    cpu,
    memoryLimitMiB,
  });
  return [
    ...(tracing
      ? [
          {
            ...sizeOf(tracing),
            // Without it, only traces are missing. ECS starts it again.
            essential: false,
            restartPolicy: { attemptPeriodSeconds: 60 },
            ...(tracing.kind === "xray"
              ? { name: otelCollector.name, check: collectorCheck }
              : { name: cloudWatchAgent.name, writablePaths: AGENT_FOLDERS }),
          },
        ]
      : []),
    ...(tracing?.language
      ? [
          {
            ...INSTRUMENTATION_SIZE,
            name: INSTRUMENTATION,
            image: tracing.instrumentationImage ?? instrumentations[tracing.language].image,
            command: instrumentations[tracing.language].command,
            // It ends before the program starts.
            essential: false,
            // On Fargate, only root can write to an empty volume.
            user: "0:0",
          },
        ]
      : []),
    ...(logRouter
      ? [
          {
            ...sizeOf(logRouter),
            name: logRouterContainer.name,
            // Without it, the output of all containers is lost. AWS recommends to replace the task.
            essential: true,
            user: "0:0",
            writablePaths: logRouter.destination.kind === "s3" ? [ROUTER_FOLDER] : [],
          },
        ]
      : []),
  ];
}

/** A container that a setting adds to each task, by default. */
export interface AddedContainer {
  readonly name: string;
  readonly image: string;
  readonly cpu: number;
  readonly memoryMiB: number;
}

/**
 * The CloudWatch agent, which makes the metrics of Application Signals out of traces. It writes its configuration and the
 * number of its process, and nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html
 * @see https://github.com/aws/amazon-cloudwatch-agent/issues/276
 */
export const cloudWatchAgent = {
  name: "cloudwatch-agent",
  image: "public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300059.0b1207",
  cpu: 64,
  memoryMiB: 256,
} as const satisfies AddedContainer;

const AGENT_FOLDERS = ["etc", "logs", "var"].map(
  (name) => `/opt/aws/amazon-cloudwatch-agent/${name}`,
);

/** The configuration of the agent. */
export const agentConfiguration = JSON.stringify({
  traces: { traces_collected: { application_signals: {} } },
  logs: { metrics_collected: { application_signals: {} } },
});

/** The log group to which the agent writes metrics, the same for all services of the account. */
export const signalsLogGroup = "/aws/application-signals/data";

export const languages = ["node", "java", "python"] as const;
export type Language = (typeof languages)[number];

/** The container that copies the instrumentation of a language to a volume, and that volume. */
export const INSTRUMENTATION = "instrumentation";
export const INSTRUMENTATION_FOLDER = "/otel-auto-instrumentation";
const INSTRUMENTATION_SIZE = { cpu: 16, memoryLimitMiB: 128 };

interface Instrumentation {
  readonly image: string;
  readonly command: readonly string[];
  /** Variables of the program that load it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The one that a program may have a value of its own for, and what stands between the two. */
  readonly shared: { readonly variable: string; readonly separator: string };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html */
export const instrumentations: Readonly<Record<Language, Instrumentation>> = {
  node: {
    image: "public.ecr.aws/aws-observability/adot-autoinstrumentation-node:v0.12.0",
    command: ["cp", "-a", "/autoinstrumentation/.", INSTRUMENTATION_FOLDER],
    environment: { NODE_OPTIONS: `--require ${INSTRUMENTATION_FOLDER}/autoinstrumentation.js` },
    shared: { variable: "NODE_OPTIONS", separator: " " },
  },
  java: {
    image: "public.ecr.aws/aws-observability/adot-autoinstrumentation-java:v2.28.2",
    command: ["cp", "-a", "/javaagent.jar", `${INSTRUMENTATION_FOLDER}/javaagent.jar`],
    environment: { JAVA_TOOL_OPTIONS: `-javaagent:${INSTRUMENTATION_FOLDER}/javaagent.jar` },
    shared: { variable: "JAVA_TOOL_OPTIONS", separator: " " },
  },
  python: {
    image: "public.ecr.aws/aws-observability/adot-autoinstrumentation-python:v0.18.0",
    command: ["cp", "-a", "/autoinstrumentation/.", INSTRUMENTATION_FOLDER],
    environment: {
      OTEL_PYTHON_DISTRO: "aws_distro",
      OTEL_PYTHON_CONFIGURATOR: "aws_configurator",
      PYTHONPATH: `${INSTRUMENTATION_FOLDER}/opentelemetry/instrumentation/auto_instrumentation:${INSTRUMENTATION_FOLDER}`,
    },
    shared: { variable: "PYTHONPATH", separator: ":" },
  },
};

/**
 * The AWS Distro for OpenTelemetry Collector: a static program without a shell, which runs as any user and writes no files.
 *
 * @see https://aws-otel.github.io/docs/setup/ecs
 */
export const otelCollector = {
  name: "otel-collector",
  image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0",
  cpu: 64,
  memoryMiB: 256,
} as const satisfies AddedContainer;

/** A program in the image that exits with 0 while the collector is healthy. */
const collectorCheck = ["/healthcheck"] as const;

/** Port of OTLP over HTTP. @see https://opentelemetry.io/docs/specs/otlp/#otlphttp-default-port */
export const otlpPort = 4318;

/**
 * Actions of AWSXRayDaemonWriteAccess. They do not support resource-level permissions.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSXRayDaemonWriteAccess.html
 */
export const traceActions = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:GetSamplingStatisticSummaries",
] as const;

/**
 * The configuration of the collector: traces by OTLP, to X-Ray. JSON is YAML.
 *
 * @param host address to listen on
 * @see https://github.com/aws-observability/aws-otel-collector/blob/main/config/ecs/ecs-xray.yaml
 */
export function collectorConfiguration(host: string): string {
  return JSON.stringify({
    extensions: { health_check: {} },
    receivers: { otlp: { protocols: { http: { endpoint: `${host}:${otlpPort}` } } } },
    processors: {
      // Refuses spans before ECS kills the container.
      memory_limiter: { check_interval: "1s", limit_percentage: 75, spike_limit_percentage: 20 },
      resourcedetection: { detectors: ["env", "ecs"] },
      batch: { timeout: "1s", send_batch_size: 50 },
    },
    exporters: { awsxray: {} },
    service: {
      extensions: ["health_check"],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter", "resourcedetection", "batch"],
          exporters: ["awsxray"],
        },
      },
    },
  });
}

/**
 * AWS for Fluent Bit. FireLens needs root: ECS mounts the socket on which it listens in a folder that belongs to root.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html
 * @see https://github.com/aws/containers-roadmap/issues/2122
 */
export const logRouterContainer = {
  name: "log-router",
  image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.15",
  cpu: 64,
  memoryMiB: 128,
} as const satisfies AddedContainer;

/** Folder in which the router keeps what it has not sent to S3 yet. */
const ROUTER_FOLDER = "/tmp";

/**
 * Names of the options of an output of Fluent Bit.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html
 */
export const routerOption = {
  rule: 'of 1 to 60 letters, digits and inner dots, hyphens and underscores, as in "Name"',
  pattern: /^(?=.{1,60}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/,
};

/**
 * TCP ports on which the added containers listen, for the containers of their task only: for traces, for the collector's own
 * metrics and health, for the sampling rules of X-Ray, and for logs.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html
 * @see https://opentelemetry.io/docs/collector/internal-telemetry/
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html (2026-11-29)
 */
export const portsOfAdded: Readonly<Record<string, readonly number[]>> = {
  [otelCollector.name]: [otlpPort, 8888, 13133],
  [cloudWatchAgent.name]: [4315, 4316, 2000],
  [logRouterContainer.name]: [24224],
};
