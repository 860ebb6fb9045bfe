import { json, NOW, sampleRequest } from "../sample-request";
import { type FixtureOptions, HttpApiFixture } from "./http-api-fixture";

async function call(options: FixtureOptions, method: string, url: string, headers = {}, body = "") {
  const fixture = new HttpApiFixture(options);
  const handled = await fixture.api.handle(sampleRequest(method, url, headers, body));
  return { ...handled, backend: fixture.backend };
}

describe("an HTTP API", () => {
  it("hands a request on to the Cloud Map service of its route", async () => {
    const { answer, backend } = await call({}, "GET", "/foodstore/foods/a?x=1");
    expect(answer.status).toBe(200);
    expect(json(answer)).toEqual({ from: "backend" });
    expect(backend.last).toMatchObject({
      target: { kind: "cloud-map-service", arn: "aws_service_discovery_service.foods.arn" },
      method: "GET",
      path: "/foodstore/foods/a?x=1",
      timeoutMs: 30_000,
    });
  });

  it("hands a request on to a balancer's listener", async () => {
    const integration = { integration_uri: "${aws_lb_listener.http.arn}" };
    const { backend } = await call({ integration }, "GET", "/foodstore/foods/a");
    expect(backend.last.target).toEqual({ kind: "listener", arn: "aws_lb_listener.http.arn" });
  });

  it.each(["GET /", "POST /foodstore/foods/a", "GET /foodstore/foods", "GET /foodstore/foods/a/b"])(
    "answers 404 to %s, which is no route, and asks nobody",
    async (request) => {
      const [method, path] = request.split(" ");
      const { answer, backend } = await call({}, method!, path!);
      expect(answer.status).toBe(404);
      expect(json(answer)).toEqual({ message: "Not Found" });
      expect(backend.received).toEqual([]);
    },
  );

  it("answers 413 above 10 MB", async () => {
    const routes = { put: { route_key: "PUT /a" } };
    const most = "x".repeat(10 * 1024 * 1024);
    expect((await call({ routes }, "PUT", "/a", {}, most)).answer.status).toBe(200);
    const { answer, backend } = await call({ routes }, "PUT", "/a", {}, `${most}x`);
    expect(answer.status).toBe(413);
    expect(json(answer)).toEqual({ message: "Request Entity Too Large" });
    expect(backend.received).toEqual([]);
  });

  it.each([
    [{ kind: "no-target" }, "No target endpoints found for integration."],
    [{ kind: "timeout" }, "Integration request timed out."],
    [{ kind: "failed", reason: "connect ECONNREFUSED" }, "connect ECONNREFUSED"],
  ] as const)("answers 503 after %p, and logs why", async (result, reason) => {
    const fixture = new HttpApiFixture({
      stages: {
        default: {
          name: "$default",
          access_log_settings: { format: "$context.integrationErrorMessage" },
        },
      },
    });
    fixture.backend.result = result;
    const handled = await fixture.api.handle(sampleRequest("GET", "/foodstore/foods/a"));
    expect(handled.answer.status).toBe(503);
    expect(json(handled.answer)).toEqual({ message: "Service Unavailable" });
    expect(handled.accessLogLine).toBe(reason);
  });

  it("gives an integration the time that it asks for", async () => {
    const { backend } = await call(
      { integration: { timeout_milliseconds: 5000 } },
      "GET",
      "/foodstore/foods/a",
    );
    expect(backend.last.timeoutMs).toBe(5000);
  });

  it("refuses requests to routes whose authorizer needs AWS", async () => {
    const routes = { get: { route_key: "GET /a", authorization_type: "AWS_IAM" } };
    const { answer, backend } = await call({ routes }, "GET", "/a");
    expect(answer.status).toBe(403);
    expect(json(answer)).toEqual({ message: "Forbidden" });
    expect(backend.received).toEqual([]);
  });

  it("writes the stage's access log line, with - for what is not known", async () => {
    const format = JSON.stringify({
      id: "$context.requestId",
      ip: "$context.identity.sourceIp",
      at: "$context.requestTime",
      route: "$context.routeKey",
      status: "$context.status",
      length: "$context.responseLength",
      integration: "$context.integration.status",
      error: "$context.authorizer.error",
    });
    const stages = { default: { name: "$default", access_log_settings: { format } } };
    const { accessLogLine } = await call({ stages }, "GET", "/foodstore/foods/a");
    expect(JSON.parse(accessLogLine!)).toEqual({
      id: "0123456789abcdef01234567",
      ip: "192.0.2.7",
      at: "01/Jan/2026:00:00:00 +0000",
      route: "GET /foodstore/foods/{foodId}",
      status: "200",
      length: "18",
      integration: "200",
      error: "-",
    });
    expect(new Date(NOW).toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });
});

describe("headers of an HTTP API", () => {
  it("adds Forwarded and Via and drops X-Forwarded-*", async () => {
    const { backend } = await call({}, "GET", "/foodstore/foods/a", {
      "X-Forwarded-For": "203.0.113.9",
    });
    expect(backend.last.headers["x-forwarded-for"]).toBeUndefined();
    expect(backend.last.headers["forwarded"]).toEqual([
      "by=127.0.0.1;for=192.0.2.7;host=api.example.com;proto=https",
    ]);
    expect(backend.last.headers["via"]).toEqual(["HTTP/1.1 AmazonAPIGateway"]);
    expect(backend.last.headers["x-amzn-trace-id"]![0]).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/,
    );
  });

  it("keeps the client's Host and leaves out what concerns its connection only", async () => {
    const { backend } = await call({}, "GET", "/foodstore/foods/a", {
      connection: "close, x-hop",
      "x-hop": "1",
      "x-own": "2",
    });
    expect(backend.last.headers).toMatchObject({ host: ["api.example.com"], "x-own": ["2"] });
    expect(backend.last.headers).not.toHaveProperty("connection");
    expect(backend.last.headers).not.toHaveProperty("x-hop");
  });

  it("names each request in its answer", async () => {
    const { answer } = await call({}, "GET", "/nowhere");
    expect(answer.headers["apigw-requestid"]).toEqual(["0123456789abcdef01234567"]);
  });
});

describe("stages of an HTTP API", () => {
  const stages = { test: { name: "test" }, default: { name: "$default" } };

  it("takes the stage that the path names", async () => {
    const { answer } = await call(
      { stages: { test: stages.test } },
      "GET",
      "/test/foodstore/foods/a",
    );
    expect(answer.status).toBe(200);
  });

  it("sends a named stage's name to a private integration", async () => {
    const { backend } = await call({ stages }, "GET", "/test/foodstore/foods/a");
    expect(backend.last.path).toBe("/test/foodstore/foods/a");
  });

  it("takes the stage's name off where a mapping overwrites the path", async () => {
    const integration = { request_parameters: { "overwrite:path": "$request.path" } };
    const { backend } = await call({ stages, integration }, "GET", "/test/foodstore/foods/a?x=1");
    expect(backend.last.path).toBe("/foodstore/foods/a?x=1");
  });

  it("takes $default where the path names no stage", async () => {
    const { backend } = await call({ stages }, "GET", "/foodstore/foods/a");
    expect(backend.last.path).toBe("/foodstore/foods/a");
  });

  it("answers 404 without a stage, and logs nothing", async () => {
    const { answer, accessLogLine } = await call(
      { stages: { test: stages.test } },
      "GET",
      "/foodstore/foods/a",
    );
    expect(answer.status).toBe(404);
    expect(accessLogLine).toBeUndefined();
  });
});

describe("throttling of an HTTP API", () => {
  const settings = { throttling_burst_limit: 2, throttling_rate_limit: 10 };

  async function statuses(fixture: HttpApiFixture, count: number, path = "/foodstore/foods/a") {
    const answers = [];
    for (let index = 0; index < count; index++)
      answers.push((await fixture.api.handle(sampleRequest("GET", path))).answer);
    return answers.map(({ status }) => status);
  }

  it("answers 429 once the burst is used up, and lets through what the rate gives back", async () => {
    const fixture = new HttpApiFixture({
      stages: { default: { name: "$default", default_route_settings: settings } },
    });
    expect(await statuses(fixture, 3)).toEqual([200, 200, 429]);
    expect(fixture.backend.received).toHaveLength(2);
    fixture.now += 100;
    expect(await statuses(fixture, 2)).toEqual([200, 429]);
    fixture.now += 60_000;
    expect(await statuses(fixture, 3)).toEqual([200, 200, 429]);
  });

  it("says what it is", async () => {
    const fixture = new HttpApiFixture({
      stages: {
        default: {
          name: "$default",
          default_route_settings: { throttling_burst_limit: 0, throttling_rate_limit: 0 },
        },
      },
    });
    const { answer } = await fixture.api.handle(sampleRequest("GET", "/foodstore/foods/a"));
    expect(json(answer)).toEqual({ message: "Too Many Requests" });
  });

  it("counts each route for itself, by its own settings where it has some", async () => {
    const fixture = new HttpApiFixture({
      routes: { a: { route_key: "GET /a" }, b: { route_key: "GET /b" } },
      stages: {
        default: {
          name: "$default",
          default_route_settings: settings,
          route_settings: [
            { route_key: "GET /b", throttling_burst_limit: 1, throttling_rate_limit: 1 },
          ],
        },
      },
    });
    expect(await statuses(fixture, 3, "/a")).toEqual([200, 200, 429]);
    expect(await statuses(fixture, 2, "/b")).toEqual([200, 429]);
  });
});
