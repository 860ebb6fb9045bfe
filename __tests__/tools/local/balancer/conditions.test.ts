import fc from "fast-check";
import { matchesPattern, meets } from "../../../../tools/local/balancer/conditions";
import { route } from "../../../../tools/local/balancer/listener";
import type { Condition } from "../../../../tools/synthesized/system/listener-condition";
import type { ListenerModel } from "../../../../tools/synthesized/system/load-balancer";
import { aRequest } from "./support";

describe("a pattern", () => {
  test.each([
    ["/talk", "/talk", true],
    ["/talk/", "/talk", false],
    ["/talk", "/talk/*", false],
    ["/talk/", "/talk/*", true],
    ["/talk/a/b", "/talk/*", true],
    ["/Talk", "/talk", false],
    ["/img/a.jpg", "/img/?.jpg", true],
    ["/img/.jpg", "/img/?.jpg", false],
    ["/a/x/b/y/b", "/a/*/b", true],
    ["/a/x/b/y", "/a/*/b", false],
    ["", "*", true],
    ["", "?", false],
    ["a.b", "a?b", true],
    ["(x)", "(x)", true],
    ["a", "a***", true],
  ])("%j by %j: %j", (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it("agrees with a regular expression of the same meaning", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(letters, patterns, (text, pattern) => {
        const regularExpression = new RegExp(
          `^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`,
        );
        expect(matchesPattern(text, pattern)).toBe(regularExpression.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("takes no longer for many stars", () => {
    expect(matchesPattern("a".repeat(5000), `${"*a".repeat(50)}b`)).toBe(false);
  });
});

describe("a condition", () => {
  const request = aRequest({
    method: "POST",
    path: "/talk",
    query: "version=v2&debug",
    host: "API.example.com",
    headers: { "x-color": ["Green"], "user-agent": ["curl/8"] },
    sourceAddress: "127.0.0.1",
  });

  test.each<[Condition, boolean]>([
    [{ kind: "path-pattern", values: ["/speaker", "/talk"] }, true],
    [{ kind: "path-pattern", values: ["/TALK"] }, false],
    [{ kind: "host-header", values: ["*.EXAMPLE.com"] }, true],
    [{ kind: "host-header", values: ["example.com"] }, false],
    [{ kind: "http-header", name: "X-Color", values: ["green"] }, true],
    [{ kind: "http-header", name: "X-Color", values: ["blue"] }, false],
    [{ kind: "http-header", name: "X-Other", values: ["*"] }, false],
    [{ kind: "http-request-method", values: ["GET", "POST"] }, true],
    [{ kind: "http-request-method", values: ["post"] }, false],
    [{ kind: "query-string", values: [{ key: "version", value: "v?" }] }, true],
    [{ kind: "query-string", values: [{ key: "version", value: "v1" }] }, false],
    [{ kind: "query-string", values: [{ value: "debug" }] }, true],
    [{ kind: "source-ip", values: ["127.0.0.0/8"] }, true],
    [{ kind: "source-ip", values: ["10.0.0.0/8", "::1/128"] }, false],
  ])("%j: %j", (condition, expected) => {
    expect(meets(request, condition)).toBe(expected);
  });
});

describe("a listener", () => {
  const fixed = (body: string) =>
    ({ kind: "fixed-response", statusCode: 200, contentType: "text/plain", body }) as const;
  const rule = (priority: number, body: string, conditions: readonly Condition[]) => ({
    address: `aws_lb_listener_rule.${body}`,
    priority,
    conditions,
    action: fixed(body),
  });
  const listener: ListenerModel = {
    address: "aws_lb_listener.http",
    port: 80,
    protocol: "HTTP",
    defaultAction: fixed("default"),
    rules: [
      rule(1, "both", [
        { kind: "path-pattern", values: ["/talk"] },
        { kind: "http-header", name: "x-color", values: ["green"] },
      ]),
      rule(2, "path", [{ kind: "path-pattern", values: ["/talk"] }]),
      rule(3, "late", [{ kind: "path-pattern", values: ["/*"] }]),
    ],
  };
  const bodyFor = (request: Parameters<typeof aRequest>[0]) =>
    (route(aRequest(request), listener) as { body: string }).body;

  it("takes the first rule all of whose conditions hold, else its default", () => {
    expect(bodyFor({ path: "/talk", headers: { "x-color": ["green"] } })).toBe("both");
    expect(bodyFor({ path: "/talk" })).toBe("path");
    expect(bodyFor({ path: "/other" })).toBe("late");
    expect(bodyFor({ path: "*" })).toBe("default");
  });
});
