import type { GatewayAnswer, GatewayRequest } from "./http-message";

export interface Handled {
  readonly answer: GatewayAnswer;
  /** The line for the access log of the request's stage, where that has one. */
  readonly accessLogLine?: string;
  /** Who behind the gateway answered; undefined where the gateway did by itself. */
  readonly answeredBy?: string;
}

/** An emulated API: HTTP or REST. */
export interface Api {
  readonly handle: (request: GatewayRequest) => Promise<Handled>;
}
