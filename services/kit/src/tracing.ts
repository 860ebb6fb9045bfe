import type { FastifyInstance } from "fastify";
import type { Environment } from "./settings";

/** A span of something else than a request. */
export interface SpanDetails {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Sends a span of each request to a collector. */
export interface Tracing {
  /** Starts with the requests of a server that has not started yet. */
  readonly observe: (server: FastifyInstance) => void;
  /** Headers that make the span of the current request the parent of the spans of a service that is called. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Does a piece of work in a span of its own, which fails if the work returns false. */
  readonly span: (details: SpanDetails, work: () => Promise<boolean>) => Promise<boolean>;
  /** Sends the spans that are left, or gives up after a second. */
  readonly stop: () => Promise<void>;
}

let tracing: Tracing | undefined;

/**
 * Starts tracing if the environment names a collector. Otherwise OpenTelemetry is not even loaded. Application Signals sets
 * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT instead, because its own instrumentation creates the spans.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export async function startTracing(environment: Environment): Promise<Tracing | undefined> {
  const isWanted =
    !isBlank(environment["OTEL_EXPORTER_OTLP_ENDPOINT"]) &&
    environment["OTEL_SDK_DISABLED"]?.toLowerCase() !== "true" &&
    (environment["OTEL_TRACES_EXPORTER"] ?? "otlp") === "otlp";
  tracing = isWanted ? (await import("./spans")).createTracing(environment) : undefined;
  return tracing;
}

/** Headers for a call to another service. None without tracing. */
export function traceHeaders(): Readonly<Record<string, string>> {
  return tracing?.headers() ?? {};
}

/** Does the work of a message from a queue. With tracing, it has a span, which fails if the work returns false. */
export function traceMessage(details: SpanDetails, work: () => Promise<boolean>): Promise<boolean> {
  return tracing === undefined ? work() : tracing.span(details, work);
}

function isBlank(value: string | undefined): boolean {
  return value === undefined || value.trim() === "";
}
