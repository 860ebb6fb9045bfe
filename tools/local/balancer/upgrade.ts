import {
  type IncomingMessage,
  request as httpRequest,
  ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Socket } from "node:net";
import { forwardAnswer } from "./forward";
import { headersForClient, headersForTarget, type Hop } from "./forwarded-headers";
import { answerStatus } from "./own-answer";
import type { Target } from "./target-group";

/** A response on a connection whose client requested another protocol. The connection closes after it. */
export function responseOver(request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(request.socket);
  response.once("finish", () => request.socket.end());
  return response;
}

/**
 * Passes a request for another protocol, such as a WebSocket, to a target, and then relays everything in both directions.
 * The connection counts as a request in flight: when its target is deregistered, it stays open for the deregistration
 * delay. It is also closed when it is idle for the idle timeout.
 *
 * @param onAnswer called with the status, which is 101 if the target accepts
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html#listener-configuration
 */
export function forwardUpgrade(
  request: IncomingMessage,
  head: Buffer,
  target: Target,
  hop: Hop & { readonly idleTimeoutSeconds: number },
  onAnswer: (status: number) => void,
): void {
  const client = request.socket;
  const response = responseOver(request);
  const leave = target.enter(client);
  client.once("close", leave);
  client.once("error", () => client.destroy());
  const upstream = httpRequest({
    host: target.endpoint.host,
    port: target.endpoint.port,
    agent: false,
    method: request.method,
    path: request.url,
    headers: [
      ...headersForTarget(request.rawHeaders, hop),
      ...["Connection", "Upgrade", "Upgrade", request.headers.upgrade ?? ""],
    ],
    setHost: false,
  });
  const idleMs = hop.idleTimeoutSeconds * 1000;
  upstream.setTimeout(idleMs, () => {
    answerStatus(response, 504);
    upstream.destroy();
  });
  upstream.once("upgrade", (reply, targetSocket, targetHead) => {
    onAnswer(reply.statusCode ?? 101);
    response.detachSocket(client);
    client.write(headOf(reply));
    client.write(targetHead);
    targetSocket.write(head);
    join(client, targetSocket, idleMs);
  });
  upstream.once("response", (reply) => {
    onAnswer(reply.statusCode ?? 502);
    forwardAnswer(reply, response);
  });
  upstream.once("error", () => {
    if (response.socket === null) client.destroy();
    else answerStatus(response, 502);
  });
  client.once("close", () => upstream.destroy());
  upstream.end();
}

function headOf(reply: IncomingMessage): string {
  const status = reply.statusCode ?? 101;
  const fields = [
    ...headersForClient(reply.rawHeaders),
    ...["Connection", "Upgrade", "Upgrade", reply.headers.upgrade ?? ""],
  ];
  const lines = [`HTTP/1.1 ${status} ${reply.statusMessage ?? STATUS_CODES[status] ?? ""}`];
  for (let at = 0; at + 1 < fields.length; at += 2) lines.push(`${fields[at]}: ${fields[at + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Relays data between two sockets, and closes each when the other closes. */
function join(one: Socket, other: Socket, idleMs: number): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.setTimeout(0);
    from.pipe(to);
    from.once("error", () => to.destroy());
    from.once("close", () => to.destroy());
  }
  let timer = setTimeout(close, idleMs);
  function close(): void {
    one.destroy();
    other.destroy();
  }
  const postpone = (): void => {
    clearTimeout(timer);
    timer = setTimeout(close, idleMs);
  };
  one.on("data", postpone);
  other.on("data", postpone);
  one.once("close", () => {
    clearTimeout(timer);
  });
}
