import { LogController, type FastifyReply, type FastifyRequest } from "fastify";

/**
 * Logs one line for each request after its response. Successful health checks are left out, because each node of a load
 * balancer sends one every few seconds.
 */
export class RequestLog extends LogController {
  override isLogDisabled(): boolean {
    return false;
  }

  override incomingRequest(): void {
    // The line of requestCompleted contains everything.
  }

  override routeNotFound(): void {
    // The line of requestCompleted has status code 404.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    if (!error && reply.statusCode < 400 && isHealthCheck(request)) return;
    const { log } = request.server;
    const line = {
      method: request.method,
      path: pathOf(request.url),
      statusCode: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
      traceId: request.headers["x-amzn-trace-id"],
    };
    if (error) log.error({ ...line, err: error }, "request failed");
    else log.info(line, "request answered");
  }
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export function isHealthCheck(request: FastifyRequest): boolean {
  return (
    request.routeOptions.url === "/health" ||
    request.headers["user-agent"]?.startsWith("ELB-HealthChecker/") === true
  );
}

/** Without the query string, which may contain keys and personal data. */
export function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}
