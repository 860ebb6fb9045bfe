import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  trace,
} from "@opentelemetry/api";
import {
  CompositePropagator,
  setGlobalErrorHandler,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { AWSXRayPropagator } from "@opentelemetry/propagator-aws-xray";
import { defaultResource, detectResources, envDetector } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from "fastify";
import { setTimeout as delay } from "node:timers/promises";
import { reasonOf } from "./request-error";
import { isHealthCheck, pathOf } from "./request-log";
import type { Environment } from "./settings";
import type { Tracing } from "./tracing";

/** A collector that does not answer must not keep a program from ending. */
const stopLimitMs = 1_000;
const complaintPauseMs = 60_000;

/** The sampler, the batches and the collector's address are read from the environment by the SDK itself. */
export function createTracing(environment: Environment): Tracing {
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register({ propagator: propagatorIn(environment) });
  return {
    observe: (server) => {
      complainTo(server.log);
      observe(server);
    },
    headers: () => {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      return headers;
    },
    span: ({ name, attributes }, work) =>
      tracer().startActiveSpan(name, { kind: SpanKind.CONSUMER, attributes }, async (span) => {
        const isDone = await work();
        if (!isDone) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
        return isDone;
      }),
    stop: async () => {
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, delay(stopLimitMs, undefined, { ref: false })]);
    },
  };
}

const tracer = () => trace.getTracer("@services/kit");

function observe(server: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, Span>();

  server.addHook("onRequest", (request, _reply, done) => {
    // Each node of a load balancer sends one every few seconds.
    if (isHealthCheck(request)) {
      done();
      return;
    }
    const { method, headers, routeOptions, url, protocol } = request;
    const caller = propagation.extract(ROOT_CONTEXT, headers);
    const route = routeOptions.url;
    const span = tracer().startSpan(
      route === undefined ? method : `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        // https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server
        attributes: {
          "http.request.method": method,
          "url.path": pathOf(url),
          "url.scheme": protocol,
          ...(route === undefined ? {} : { "http.route": route }),
        },
      },
      caller,
    );
    spans.set(request, span);
    context.with(trace.setSpan(caller, span), done);
  });
  server.addHook("onResponse", (request, { statusCode }, done) => {
    const span = spans.get(request);
    span?.setAttribute("http.response.status_code", statusCode);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}

const propagators: Readonly<Record<string, () => TextMapPropagator>> = {
  baggage: () => new W3CBaggagePropagator(),
  tracecontext: () => new W3CTraceContextPropagator(),
  xray: () => new AWSXRayPropagator(),
};

/** The propagators that OTEL_PROPAGATORS names, of those that are known here. */
function propagatorIn({ OTEL_PROPAGATORS = "tracecontext,baggage" }: Environment) {
  const names = OTEL_PROPAGATORS.split(",").map((name) => name.trim());
  return new CompositePropagator({
    propagators: names.flatMap((name) => propagators[name]?.() ?? []),
  });
}

/** Logs that spans are lost, but not for each batch of them. */
function complainTo(log: FastifyBaseLogger): void {
  let last = -Infinity;
  setGlobalErrorHandler((error) => {
    const now = performance.now();
    if (now - last < complaintPauseMs) return;
    last = now;
    log.warn({ reason: reasonOf(error) }, "traces could not be sent");
  });
}
