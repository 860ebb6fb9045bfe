import {
  headersForClient,
  headersForTarget,
} from "../../../../tools/local/balancer/forwarded-headers";
import { redirectTarget } from "../../../../tools/local/balancer/own-answer";
import type { RedirectAction } from "../../../../tools/synthesized/system/listener-action";
import { aRequest } from "./support";

const HOP = {
  clientAddress: "192.0.2.1",
  protocol: "http",
  port: 80,
  traceId: "1-2-3",
  dropsInvalid: true,
  hostByDefault: "entry",
} as const;

function asRecord(raw: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let at = 0; at < raw.length; at += 2) record[raw[at]!.toLowerCase()] = raw[at + 1]!;
  return record;
}

describe("headers for the target", () => {
  it("say who asked, how and where", () => {
    expect(asRecord(headersForTarget(["Host", "a.example"], HOP))).toEqual({
      host: "a.example",
      "x-forwarded-for": "192.0.2.1",
      "x-forwarded-proto": "http",
      "x-forwarded-port": "80",
      "x-amzn-trace-id": "Root=1-2-3",
    });
  });

  it("append the client to those that proxies before it named, and replace what it claims otherwise", () => {
    const headers = asRecord(
      headersForTarget(
        [
          "X-Forwarded-For",
          "203.0.113.9",
          "X-Forwarded-Proto",
          "https",
          "X-Amzn-Trace-Id",
          "Root=1-a-b",
        ],
        HOP,
      ),
    );
    expect(headers["x-forwarded-for"]).toBe("203.0.113.9, 192.0.2.1");
    expect(headers["x-forwarded-proto"]).toBe("http");
    expect(headers["x-amzn-trace-id"]).toBe("Self=1-2-3;Root=1-a-b");
  });

  it("leave out those of the connection, also the ones that Connection names", () => {
    const raw = [
      "Connection",
      "keep-alive, X-Hop",
      "Keep-Alive",
      "5",
      "X-Hop",
      "1",
      "TE",
      "trailers",
      "Upgrade",
      "h2c",
      "Accept",
      "*/*",
    ];
    const headers = asRecord(headersForTarget(raw, HOP));
    expect(Object.keys(headers).filter((name) => !name.startsWith("x-"))).toEqual([
      "accept",
      "host",
    ]);
    expect(headers["x-hop"]).toBeUndefined();
  });

  it("leave out invalid names where the balancer drops them, and keep them elsewhere", () => {
    const raw = ["x_y", "1", "x-y", "2"];
    expect(asRecord(headersForTarget(raw, HOP))["x_y"]).toBeUndefined();
    expect(asRecord(headersForTarget(raw, { ...HOP, dropsInvalid: false }))["x_y"]).toBe("1");
  });
});

test("headers for the client keep repeated ones apart and lose those of the connection", () => {
  expect(
    headersForClient(["Set-Cookie", "a=1", "Set-Cookie", "b=2", "Transfer-Encoding", "chunked"]),
  ).toEqual(["Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
});

describe("a redirect", () => {
  const DEFAULTS: RedirectAction = {
    kind: "redirect",
    statusCode: 301,
    protocol: "#{protocol}",
    host: "#{host}",
    port: "#{port}",
    path: "/#{path}",
    query: "#{query}",
  };
  const received = {
    request: aRequest({ path: "/a/b", query: "x=1&y", host: "shop.example" }),
    protocol: "http",
    port: 80,
  } as const;

  it("keeps what it does not change", () => {
    expect(redirectTarget({ ...DEFAULTS, protocol: "HTTPS", port: "443" }, received)).toEqual({
      protocol: "https",
      host: "shop.example",
      port: "443",
      path: "/a/b?x=1&y",
    });
  });

  it("fills its placeholders in", () => {
    const action = {
      ...DEFAULTS,
      host: "www.#{host}",
      path: "/new/#{path}",
      query: "from=#{host}",
    };
    expect(redirectTarget(action, received)).toMatchObject({
      host: "www.shop.example",
      path: "/new/a/b?from=shop.example",
    });
  });

  it("has no question mark without a query", () => {
    const request = aRequest({ path: "/", host: "h" });
    expect(redirectTarget(DEFAULTS, { ...received, request }).path).toBe("/");
  });
});
