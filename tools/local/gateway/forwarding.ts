import type { Headers } from "./http-message";

/** What lies at the other end of an integration, by the name that the synthesized JSON has for it. */
export type Target =
  | { readonly kind: "cloud-map-service"; readonly arn: string }
  | { readonly kind: "listener"; readonly arn: string }
  /** A load balancer behind a VPC link. */
  | { readonly kind: "load-balancer"; readonly arn: string; readonly port: number };

/** A request that a gateway sends to what is behind it. */
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
      /** Who that was, for a status page. */
      readonly answeredBy?: string;
    }
  /** Nothing healthy is there to ask. */
  | { readonly kind: "no-target" }
  | { readonly kind: "timeout" }
  /** The connection was refused or broke. */
  | { readonly kind: "failed"; readonly reason: string };

/** Sends a request on. All that a gateway knows of the network. */
export type Forward = (request: ForwardedRequest) => Promise<ForwardResult>;
