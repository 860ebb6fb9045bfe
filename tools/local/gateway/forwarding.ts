import { Agent, type OutgoingHttpHeaders, request as startRequest } from "node:http";
import { type Headers, withoutHeaders } from "./http-message";

/** The target of an integration, by its name in the synthesized JSON. */
export type Target =
  | { readonly kind: "cloud-map-service"; readonly arn: string }
  | { readonly kind: "listener"; readonly arn: string }
  /** A load balancer behind a VPC link. */
  | { readonly kind: "load-balancer"; readonly arn: string; readonly port: number };

/** A request that a gateway sends to a target. */
export interface ForwardedRequest {
  readonly target: Target;
  readonly method: string;
  /** Path and query string. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly timeoutMs: number;
}

export type ForwardResult =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Headers;
      readonly body: Buffer;
      /** The target that answered, for the status page. */
      readonly answeredBy?: string;
    }
  /** No target is healthy. */
  | { readonly kind: "no-target" }
  | { readonly kind: "timeout" }
  /** The connection was refused or broke. */
  | { readonly kind: "failed"; readonly reason: string };

/** Forwards a request. This is a gateway's only access to the network. */
export type Forward = (request: ForwardedRequest) => Promise<ForwardResult>;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** The target's name, for the status page. */
  readonly name?: string;
}

/** Chooses the target of the next request. Undefined if none is healthy. */
export type EndpointOf = (target: Target) => Endpoint | undefined;

/** Forwards requests over plain HTTP, even where AWS would use TLS. */
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
        // A task may close an idle connection at the moment it is reused.
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
    // Node.js rejects an array as the value of the host header.
    headers[name] = values.length === 1 ? values[0] : [...values];
  }
  if (request.body.length > 0 || "content-length" in request.headers)
    headers["content-length"] = request.body.length;
  return headers;
}
