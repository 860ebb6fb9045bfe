import { type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import { headersForClient, headersForTarget, type Hop } from "./forwarded-headers";
import { answerStatus } from "./own-answer";
import type { Target } from "./target-group";

/**
 * Proxies a request to a target and streams the response back. A request is sent once: what is lost with its target is
 * answered 502, as an Application Load Balancer does, because nobody knows what the target did with it.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  hop: Hop & { readonly idleTimeoutSeconds: number },
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
    forwardAnswer(reply, response);
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

/** Streams a target's answer to the client. One that is cut off must not look like a whole one. */
export function forwardAnswer(reply: IncomingMessage, response: ServerResponse): void {
  response.writeHead(
    reply.statusCode ?? 502,
    reply.statusMessage,
    headersForClient(reply.rawHeaders),
  );
  reply.pipe(response);
  // Node reports a connection that ends within an answer as an error of the answer.
  reply.once("error", () => response.destroy());
}

/** How the length of the body is told to the target; that of the client's connection is not its business. */
function framing({ headers, method }: IncomingMessage): string[] {
  if (headers["transfer-encoding"] !== undefined) return ["Transfer-Encoding", "chunked"];
  // Node would announce a body in chunks where there is none.
  const isBodyExpected = !["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"].includes(method ?? "GET");
  return isBodyExpected && headers["content-length"] === undefined ? ["Content-Length", "0"] : [];
}
