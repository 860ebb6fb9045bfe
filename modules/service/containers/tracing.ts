import {
  agentConfiguration,
  cloudWatchAgent,
  collectorConfiguration,
  INSTRUMENTATION,
  INSTRUMENTATION_FOLDER,
  instrumentations,
  type Language,
  otelCollector,
  otlpPort,
} from "../../../aws/containers/telemetry";
import type { ContainerProps, NetworkMode } from "../task-definition/container";

/** Traces of the programs of a task, which a container beside them sends to X-Ray or to Application Signals. */
export type TracingProps =
  | {
      readonly kind: "xray";
      /** Percent of the traces that begin here which are recorded. */
      readonly samplingPercent: number;
    }
  | {
      readonly kind: "application-signals";
      /** Whose instrumentation a further container adds. @default none */
      readonly language?: Language;
      /** Image of that container. @default AWS's for the language */
      readonly instrumentationImage?: string;
    };

/** What of a service its traces must say and reach. */
export interface Traced {
  /** Name of the service. */
  readonly name: string;
  readonly region: string;
  readonly networkMode: NetworkMode;
}

/** A container of a task with traces: what makes it send, take or load what is sent. */
export function withTracing(
  container: ContainerProps,
  isOwn: boolean,
  tracing: TracingProps,
  task: Traced,
): ContainerProps {
  switch (container.name) {
    case otelCollector.name:
      return collector(container, task);
    case cloudWatchAgent.name:
      return withVariables(container, { CW_CONFIG_CONTENT: agentConfiguration });
    case INSTRUMENTATION:
      return { ...container, mounts: { [INSTRUMENTATION_FOLDER]: { volume: INSTRUMENTATION } } };
    default:
      if (!isOwn) return container;
      return tracing.kind === "xray"
        ? traced(container, tracing.samplingPercent, task)
        : signalling(container, tracing.language, task);
  }
}

/** On Docker's bridge, the program reaches the collector by its name; in a network of its own, nobody else does. */
function collector(container: ContainerProps, { networkMode, region }: Traced): ContainerProps {
  return withVariables(container, {
    AOT_CONFIG_CONTENT: collectorConfiguration(networkMode === "bridge" ? "0.0.0.0" : "127.0.0.1"),
    // ECS sets it on Fargate only.
    AWS_REGION: region,
  });
}

/**
 * Variables that every SDK of OpenTelemetry reads.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
function traced(
  container: ContainerProps,
  samplingPercent: number,
  { name, networkMode }: Traced,
): ContainerProps {
  const { links = [] } = container;
  const isBridge = networkMode === "bridge";
  const traces = withVariables(container, {
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
  });
  return isBridge ? { ...traces, links: [...new Set([...links, otelCollector.name])] } : traces;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html */
function signalling(
  container: ContainerProps,
  language: Language | undefined,
  { name }: Traced,
): ContainerProps {
  const signals = withVariables(container, {
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: `service.name=${name}`,
    OTEL_AWS_APPLICATION_SIGNALS_ENABLED: "true",
    OTEL_AWS_APPLICATION_SIGNALS_EXPORTER_ENDPOINT: "http://localhost:4316/v1/metrics",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://localhost:4316/v1/traces",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    // By the sampling rules of X-Ray, which the agent asks for.
    OTEL_TRACES_SAMPLER: "xray",
    OTEL_TRACES_SAMPLER_ARG: "endpoint=http://localhost:2000",
  });
  return language === undefined ? signals : instrumented(signals, language);
}

/** A program that loads the instrumentation of its language from the volume, once it is there. */
function instrumented(container: ContainerProps, language: Language): ContainerProps {
  const { environment: loading, shared } = instrumentations[language];
  const own = container.environment?.[shared.variable];
  const value = [loading[shared.variable], own].filter((each) => each !== undefined);
  return {
    ...container,
    environment: {
      ...loading,
      ...container.environment,
      [shared.variable]: value.join(shared.separator),
    },
    dependsOn: { ...container.dependsOn, [INSTRUMENTATION]: "SUCCESS" },
    mounts: {
      ...container.mounts,
      [INSTRUMENTATION_FOLDER]: { volume: INSTRUMENTATION, readOnly: true },
    },
  };
}

/** Variables that the container's own, plain or secret, go before. */
function withVariables(
  container: ContainerProps,
  variables: Readonly<Record<string, string>>,
): ContainerProps {
  const { environment, secrets = {} } = container;
  const added = Object.entries(variables).filter(([name]) => !Object.hasOwn(secrets, name));
  return { ...container, environment: { ...Object.fromEntries(added), ...environment } };
}
