import type { ForwardedRequest, ForwardResult } from "../../../../tools/local/gateway/forwarding";
import type { GatewayAnswer, GatewayRequest } from "../../../../tools/local/gateway/http-message";

/** 2026-01-01, in milliseconds. */
export const NOW = Date.UTC(2026, 0, 1);

export function sampleRequest(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body = "",
): GatewayRequest {
  const [path = "/", query = ""] = url.split("?");
  return {
    id: "0123456789abcdef01234567",
    method,
    path,
    query,
    headers: Object.fromEntries(
      Object.entries({ host: "api.example.com", ...headers }).map(([name, value]) => [
        name.toLowerCase(),
        [value],
      ]),
    ),
    body: Buffer.from(body),
    sourceIp: "192.0.2.7",
    receivedAt: NOW,
  };
}

export function json(answer: GatewayAnswer): unknown {
  return JSON.parse(answer.body.toString());
}

/** What stands in for the network: remembers what was sent, and answers the same to all of it. */
export class StubBackend {
  readonly received: ForwardedRequest[] = [];
  result: ForwardResult = {
    kind: "answer",
    status: 200,
    headers: { "content-type": ["application/json"] },
    body: Buffer.from('{"from":"backend"}'),
  };

  readonly forward = (request: ForwardedRequest): Promise<ForwardResult> => {
    this.received.push(request);
    return Promise.resolve(this.result);
  };

  get last(): ForwardedRequest {
    return this.received.at(-1)!;
  }
}
