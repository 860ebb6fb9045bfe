import { Agent, type OutgoingHttpHeaders, request as startRequest } from "node:http";
import type { Forward, ForwardedRequest, ForwardResult, Target } from "./forwarding";
import { type Headers, withoutHeaders } from "./http-message";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Who that is, for a status page. */
  readonly name?: string;
}

/** Where to send the next request for a target; undefined when nothing healthy is there. */
export type EndpointOf = (target: Target) => Endpoint | undefined;

/** Sends requests on over HTTP, whatever TLS there would be in AWS. */
export class HttpForwarder {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly endpointOf: EndpointOf;

  constructor(endpointOf: EndpointOf) {
    this.endpointOf = endpointOf;
  }

  readonly forward: Forward = async (request) => {
    const endpoint = this.endpointOf(request.target);
    return endpoint === undefined ? { kind: "no-target" } : this.send(request, endpoint);
  };

  close(): void {
    this.agent.destroy();
  }

  private send(request: ForwardedRequest, endpoint: Endpoint): Promise<ForwardResult> {
    return new Promise((resolve) => {
      const abort = AbortSignal.timeout(request.timeoutMs);
      const fail = (error: NodeJS.ErrnoException): void => {
        // A task may close an idle connection in the moment in which it is used again.
        if (outgoing.reusedSocket && error.code === "ECONNRESET")
          resolve(this.send(request, endpoint));
        else
          resolve(abort.aborted ? { kind: "timeout" } : { kind: "failed", reason: error.message });
      };
      const outgoing = startRequest({
        host: endpoint.host,
        port: endpoint.port,
        agent: this.agent,
        method: request.method,
        path: request.path,
        headers: sentHeaders(request),
        signal: abort,
      });
      outgoing.once("error", fail);
      outgoing.once("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.once("error", fail);
        incoming.once("end", () => {
          resolve({
            kind: "answer",
            status: incoming.statusCode ?? 502,
            headers: incoming.headersDistinct as Headers,
            body: Buffer.concat(chunks),
            answeredBy: endpoint.name,
          });
        });
      });
      outgoing.end(request.body);
    });
  }
}

function sentHeaders(request: ForwardedRequest): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, values] of Object.entries(
    withoutHeaders(request.headers, ["content-length", "expect"]),
  )) {
    // Node.js takes a host only as one text.
    headers[name] = values.length === 1 ? values[0] : [...values];
  }
  if (request.body.length > 0 || "content-length" in request.headers)
    headers["content-length"] = request.body.length;
  return headers;
}
