import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Router } from "../part";
import {
  type Api,
  type GatewayAnswer,
  type GatewayRequest,
  type Handled,
  type Headers,
  jsonAnswer,
} from "./http-message";

export interface Served {
  readonly request: GatewayRequest;
  readonly answer: GatewayAnswer;
  /** The target that answered, or undefined if the gateway answered itself. */
  readonly answeredBy?: string;
  readonly milliseconds: number;
}

export interface GatewayRouterOptions {
  /** Called for each request after the response. */
  readonly onServed?: (served: Served) => void;
  /** Called with each line of the access log. */
  readonly onAccessLogLine?: (line: string) => void;
  /** Called with an error that no request may cause: a bug in this program or in the synthesized JSON. */
  readonly onError?: (error: unknown) => void;
}

/** One byte more than a gateway accepts, so that it can detect a body that is too large. The rest is discarded. */
const KEPT_BODY_BYTES = 10 * 1024 * 1024 + 1;

/** Passes HTTP requests to an API. */
export class GatewayRouter implements Router {
  /** Undefined until the API's targets have started. */
  api: Api | undefined;
  options: GatewayRouterOptions = {};

  readonly handle = (message: IncomingMessage, response: ServerResponse): void => {
    void serve(this.api ?? NOT_YET, this.options, message, response);
  };
}

const NOT_YET: Api = {
  handle: () => Promise.resolve({ answer: jsonAnswer(503, { message: "Service Unavailable" }) }),
};

async function serve(
  api: Api,
  options: GatewayRouterOptions,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const receivedAt = Date.now();
  try {
    const request = await read(message, receivedAt);
    const { answer, accessLogLine, answeredBy } = await answerOf(api, request, options);
    send(response, answer, request.method);
    if (accessLogLine !== undefined) options.onAccessLogLine?.(accessLogLine);
    options.onServed?.({ request, answer, answeredBy, milliseconds: Date.now() - receivedAt });
  } catch (error) {
    // The client disconnected during its request, so nobody waits for a response.
    response.destroy();
    if (!message.destroyed) options.onError?.(error);
  }
}

async function answerOf(
  api: Api,
  request: GatewayRequest,
  options: GatewayRouterOptions,
): Promise<Handled> {
  try {
    return await api.handle(request);
  } catch (error) {
    options.onError?.(error);
    return { answer: jsonAnswer(500, { message: "Internal Server Error" }) };
  }
}

async function read(message: IncomingMessage, receivedAt: number): Promise<GatewayRequest> {
  const [path = "/", ...query] = (message.url ?? "/").split("?");
  return {
    id: randomBytes(12).toString("hex"),
    method: message.method ?? "GET",
    path,
    query: query.join("?"),
    headers: message.headersDistinct as Headers,
    body: await bodyOf(message),
    sourceIp: message.socket.remoteAddress ?? "127.0.0.1",
    receivedAt,
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    if (length < KEPT_BODY_BYTES) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: GatewayAnswer, method: string): void {
  response.statusCode = answer.status;
  for (const [name, values] of Object.entries(answer.headers)) {
    if (name !== "content-length") response.setHeader(name, values);
  }
  if (answer.status !== 204 && answer.status !== 304 && method !== "HEAD")
    response.setHeader("content-length", answer.body.length);
  response.end(method === "HEAD" ? undefined : answer.body);
}
