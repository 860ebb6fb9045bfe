import type { Construct } from "constructs";
import {
  collectorConfiguration,
  logRouterContainer,
  otelCollector,
  otlpPort,
  telemetryContainers,
  traceActions,
} from "../../../aws/telemetry";
import { accountIdOf, partitionOf } from "../../aws-lookups";
import type { PolicyStatement } from "../../identity/service-role";
import type { ContainerProps, NetworkMode, SidecarProps } from "../container";

interface AddedContainerProps {
  /** Address with a tag or digest. */
  readonly image: string;
  readonly cpu: number;
  readonly memoryLimitMiB: number;
}

/** Traces of the programs of a task, which a collector beside them sends to X-Ray. */
export interface TracingProps extends AddedContainerProps {
  readonly kind: "xray";
  /** Percent of the traces that begin here which are recorded. */
  readonly samplingPercent: number;
}

/** Where the log router of a task sends the output of the other containers. */
export type LogDestination =
  | { readonly kind: "cloudwatch"; readonly logGroupName?: string }
  | { readonly kind: "firehose"; readonly streamArn: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  | {
      readonly kind: "opensearch";
      readonly domainArn: string;
      readonly host: string;
      readonly index: string;
    }
  | {
      readonly kind: "output";
      readonly options: Readonly<Record<string, string>>;
      readonly secretOptions?: Readonly<Record<string, string>>;
    };

/** What a task has besides its programs. */
export interface TelemetryProps {
  /** @default no traces */
  readonly tracing?: TracingProps;
  /** @default CloudWatch takes the output of each container */
  readonly logRouter?: AddedContainerProps & { readonly destination: LogDestination };
}

/** The containers of a collector and a log router. */
export function telemetrySidecars(
  telemetry: TelemetryProps,
  { enableExecuteCommand = false }: { readonly enableExecuteCommand?: boolean },
): readonly SidecarProps[] {
  return telemetryContainers(telemetry).map(({ image, check, ...container }) => ({
    ...container,
    image: { kind: "reference", reference: image },
    readonlyRootFilesystem: !enableExecuteCommand,
    healthCheck: check && { command: ["CMD", ...check] },
  }));
}

/** Sizes of these containers. */
export function telemetrySizes(telemetry: TelemetryProps): readonly AddedContainerProps[] {
  return telemetryContainers(telemetry);
}

interface Task {
  /** Name of the service. */
  readonly name: string;
  readonly region: string;
  readonly networkMode: NetworkMode;
  /** The service's own log group. */
  readonly logs: { readonly name: string; readonly arn: string };
  /** Start of the names of its log streams. */
  readonly streamPrefix: string;
}

/** The containers of a task, the service's own first, with what connects them to their collector and log router. */
export function withTelemetry(
  containers: readonly ContainerProps[],
  { tracing, logRouter }: TelemetryProps,
  task: Task,
): readonly ContainerProps[] {
  return containers
    .map((container, index) => {
      if (tracing === undefined) return container;
      if (container.name === otelCollector.name) return collector(container, task);
      return index === 0 ? traced(container, tracing, task) : container;
    })
    .map((container) => {
      if (logRouter === undefined) return container;
      return container.name === logRouterContainer.name
        ? { ...container, isLogRouter: true }
        : { ...container, routing: routing(logRouter.destination, task) };
    });
}

/** On Docker's bridge, the program reaches the collector by its name; in a network of its own, nobody else does. */
function collector(container: ContainerProps, { networkMode, region }: Task): ContainerProps {
  return {
    ...container,
    environment: {
      AOT_CONFIG_CONTENT: collectorConfiguration(
        networkMode === "bridge" ? "0.0.0.0" : "127.0.0.1",
      ),
      // ECS sets it on Fargate only.
      AWS_REGION: region,
      ...container.environment,
    },
  };
}

/**
 * Variables that every SDK of OpenTelemetry reads.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
function traced(
  container: ContainerProps,
  { samplingPercent }: TracingProps,
  { name, networkMode }: Task,
): ContainerProps {
  const { environment, secrets = {}, links = [] } = container;
  const isBridge = networkMode === "bridge";
  const variables = {
    OTEL_SERVICE_NAME: name,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${isBridge ? otelCollector.name : "localhost"}:${otlpPort}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_TRACES_EXPORTER: "otlp",
    // The collector takes traces only.
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    // Load balancers and API Gateway send X-Ray's header.
    OTEL_PROPAGATORS: "xray,tracecontext,baggage",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: `${samplingPercent / 100}`,
  };
  const ours = Object.entries(variables).filter(([variable]) => !Object.hasOwn(secrets, variable));
  return {
    ...container,
    environment: { ...Object.fromEntries(ours), ...environment },
    ...(isBridge ? { links: [...new Set([...links, otelCollector.name])] } : {}),
  };
}

/** Output waits in memory while the router is slow, as with the driver of CloudWatch. */
const BUFFER_BYTES = 25 * 1024 * 1024;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html */
function routing(
  destination: LogDestination,
  { region, logs, streamPrefix }: Task,
): NonNullable<ContainerProps["routing"]> {
  const buffer = { "log-driver-buffer-limit": `${BUFFER_BYTES}` };
  switch (destination.kind) {
    case "cloudwatch":
      return {
        options: {
          Name: "cloudwatch_logs",
          region,
          log_group_name: destination.logGroupName ?? logs.name,
          // Only what the program wrote, so that filters and queries find in it what they find without a router.
          log_key: "log",
          log_stream_prefix: `${streamPrefix}/`,
          auto_create_group: "false",
          ...buffer,
        },
      };
    case "firehose":
      return {
        options: {
          Name: "kinesis_firehose",
          region,
          delivery_stream: destination.streamArn.split("/").at(-1) ?? "",
          ...buffer,
        },
      };
    case "s3":
      return {
        options: {
          Name: "s3",
          region,
          bucket: destination.bucket,
          s3_key_format: `/${destination.prefix}/$TAG/%Y/%m/%d/%H/%M-$UUID.gz`,
          compression: "gzip",
          use_put_object: "On",
          total_file_size: "10M",
          upload_timeout: "1m",
          store_dir_limit_size: "48M",
          ...buffer,
        },
      };
    case "opensearch":
      return {
        options: {
          Name: "opensearch",
          Host: destination.host,
          Port: "443",
          Index: destination.index,
          tls: "On",
          AWS_Auth: "On",
          AWS_Region: region,
          Suppress_Type_Name: "On",
          ...buffer,
        },
      };
    case "output":
      return {
        options: { ...buffer, ...destination.options },
        secretOptions: destination.secretOptions,
      };
  }
}

/** What the collector and the log router of a task may do: they use the role of its programs. */
export function telemetryStatements(
  scope: Construct,
  { tracing, logRouter }: TelemetryProps,
  { region, logs }: Pick<Task, "region" | "logs">,
): readonly PolicyStatement[] {
  return [
    ...(tracing ? [{ actions: [...traceActions], resources: ["*"] }] : []),
    ...(logRouter ? routerStatements(scope, logRouter.destination, { region, logs }) : []),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html */
function routerStatements(
  scope: Construct,
  destination: LogDestination,
  { region, logs }: Pick<Task, "region" | "logs">,
): readonly PolicyStatement[] {
  switch (destination.kind) {
    case "cloudwatch": {
      const { logGroupName } = destination;
      const arn =
        logGroupName === undefined
          ? logs.arn
          : `arn:${partitionOf(scope)}:logs:${region}:${accountIdOf(scope)}:log-group:${logGroupName}`;
      return [{ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${arn}:*`] }];
    }
    case "firehose":
      return [{ actions: ["firehose:PutRecordBatch"], resources: [destination.streamArn] }];
    case "s3": {
      const { bucket, prefix } = destination;
      const objects = `arn:${partitionOf(scope)}:s3:::${bucket}/${prefix}/*`;
      return [{ actions: ["s3:PutObject"], resources: [objects] }];
    }
    case "opensearch":
      return [{ actions: ["es:ESHttpPost"], resources: [`${destination.domainArn}/*`] }];
    case "output":
      return [];
  }
}
