import { type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import { headersForClient, headersForTarget, type Hop, type RawHeaders } from "./forwarded-headers";
import { answerStatus } from "./own-answer";
import type { Target } from "./target-group";

/**
 * Proxies a request to a target and streams the response back. Like an Application Load Balancer, it does not retry: if the
 * target is lost, it returns 502, because it cannot know whether the target has processed the request.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  hop: Hop & {
    readonly idleTimeoutSeconds: number;
    /** Header fields that the balancer adds to a target's response. @default none */
    readonly addHeaders?: (reply: RawHeaders) => readonly string[];
  },
): void {
  target.begin();
  let hasEnded = false;
  const end = (): void => {
    if (!hasEnded) target.end();
    hasEnded = true;
  };
  const upstream = httpRequest({
    host: target.endpoint.host,
    port: target.endpoint.port,
    agent: target.agent,
    method: request.method,
    path: request.url,
    headers: [...headersForTarget(request.rawHeaders, hop), ...framing(request)],
    setHost: false,
  });
  upstream.setTimeout(hop.idleTimeoutSeconds * 1000, () => {
    answerStatus(response, 504);
    upstream.destroy();
  });
  upstream.once("response", (reply) => {
    forwardAnswer(reply, response, hop.addHeaders?.(reply.rawHeaders));
    reply.once("close", end);
  });
  upstream.once("error", () => {
    if (!response.writableEnded) answerStatus(response, 502);
    end();
  });
  upstream.once("close", end);
  response.once("close", () => {
    if (!response.writableFinished) upstream.destroy();
  });
  request.pipe(upstream);
}

/** Streams a target's response to the client. A truncated response must not look complete. */
export function forwardAnswer(
  reply: IncomingMessage,
  response: ServerResponse,
  added: readonly string[] = [],
): void {
  response.writeHead(reply.statusCode ?? 502, reply.statusMessage, [
    ...headersForClient(reply.rawHeaders),
    ...added,
  ]);
  reply.pipe(response);
  // Node.js reports a connection that closes during a response as an error of the response.
  reply.once("error", () => response.destroy());
}

/** Sets the framing of the body for the target, independently of the client's connection. */
function framing({ headers, method }: IncomingMessage): string[] {
  if (headers["transfer-encoding"] !== undefined) return ["Transfer-Encoding", "chunked"];
  // Without this, Node.js would announce a chunked body where there is none.
  const isBodyExpected = !["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"].includes(method ?? "GET");
  return isBodyExpected && headers["content-length"] === undefined ? ["Content-Length", "0"] : [];
}
