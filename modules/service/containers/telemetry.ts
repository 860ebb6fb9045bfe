import type { Construct } from "constructs";
import {
  INSTRUMENTATION,
  logRouterContainer,
  signalsLogGroup,
  telemetryContainers,
  traceActions,
} from "../../../aws/containers/telemetry";
import { logGroupArn } from "../../aws-lookups";
import type { PolicyStatement } from "../../identity/service-role";
import type { ContainerProps, SidecarProps } from "../task-definition/container";
import { type LogDestination, type Logged, routerStatements, routing } from "./log-router";
import { type Traced, type TracingProps, withTracing } from "./tracing";
import type { TaskVolume } from "./volumes";

interface AddedContainerProps {
  /** Address with a tag or digest. */
  readonly image: string;
  readonly cpu: number;
  readonly memoryLimitMiB: number;
}

/** What a task has besides its programs. */
export interface TelemetryProps {
  /** @default no traces */
  readonly tracing?: AddedContainerProps & TracingProps;
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

type Task = Logged & Traced;

/** The containers of a task, the service's own first, with what connects them to their collector and log router. */
export function withTelemetry(
  containers: readonly ContainerProps[],
  { tracing, logRouter }: TelemetryProps,
  task: Task,
): readonly ContainerProps[] {
  return containers
    .map((container, index) =>
      tracing === undefined ? container : withTracing(container, index === 0, tracing, task),
    )
    .map((container) => {
      if (logRouter === undefined) return container;
      return container.name === logRouterContainer.name
        ? { ...container, isLogRouter: true }
        : { ...container, routing: routing(logRouter.destination, task) };
    });
}

/** What the collector and the log router of a task may do: they use the role of its programs. */
export function telemetryStatements(
  scope: Construct,
  { tracing, logRouter }: TelemetryProps,
  { region, logs }: Pick<Task, "region" | "logs">,
): readonly PolicyStatement[] {
  return [
    ...(tracing ? [{ actions: [...traceActions], resources: ["*"] }] : []),
    ...(tracing?.kind === "application-signals"
      ? [
          {
            actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            resources: [`${logGroupArn(scope, region, signalsLogGroup)}:*`],
          },
        ]
      : []),
    ...(logRouter ? routerStatements(scope, logRouter.destination, { region, logs }) : []),
  ];
}

/** The volume from which a program loads its instrumentation. */
export function telemetryVolumes({ tracing }: TelemetryProps): readonly TaskVolume[] {
  return tracing?.kind === "application-signals" && tracing.language
    ? [{ kind: "bind", name: INSTRUMENTATION }]
    : [];
}
