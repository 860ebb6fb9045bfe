import { json } from "../sample-request";
import {
  gatewayResponse,
  methodSettings,
  RestApiFixture,
  type RestFixtureOptions,
} from "./rest-api-fixture";

async function call(
  options: RestFixtureOptions,
  method: string,
  url: string,
  headers = {},
  body = "",
) {
  const fixture = new RestApiFixture(options);
  const handled = await fixture.call(method, url, headers, body);
  return { ...handled, backend: fixture.backend };
}

describe("a REST API", () => {
  it("hands a method on to the balancer of its VPC link, as the integration's URI says", async () => {
    const { answer, backend } = await call({}, "POST", "/Test/student?x=1", {}, "{}");
    expect(answer.status).toBe(200);
    expect(json(answer)).toEqual({ from: "backend" });
    expect(backend.last).toMatchObject({
      target: { kind: "load-balancer", arn: "aws_lb.nlb.arn", port: 80 },
      method: "POST",
      path: "/student/?x=1",
      timeoutMs: 29_000,
    });
    expect(backend.last.headers["host"]).toEqual(["aws_lb.inner.dns_name"]);
  });

  it("maps a path parameter from the method to the integration", async () => {
    const { backend } = await call({}, "GET", "/Test/student/7");
    expect(backend.last.path).toBe("/student/7");
  });

  it("encodes a path parameter, so that it makes no other path", async () => {
    const { backend } = await call({}, "GET", "/Test/student/..%2Fsubject%3Fx");
    expect(backend.last.path).toBe("/student/..%2Fsubject%3Fx");
  });

  it("goes straight to the balancer that the integration names", async () => {
    const integration = {
      connection_id: "${aws_apigatewayv2_vpc_link.link.id}",
      integration_target: "${aws_lb.inner.arn}",
    };
    const { backend } = await call({ integration }, "GET", "/Test/student/7");
    expect(backend.last.target).toEqual({
      kind: "load-balancer",
      arn: "aws_lb.inner.arn",
      port: 80,
    });
  });

  it.each([
    "GET /Test/nothing",
    "GET /Test",
    "DELETE /Test/student",
    "GET /Test/student",
    "GET /Test/student/1/2",
  ])("answers %s, which is no method, with 403 Missing Authentication Token", async (request) => {
    const [method, url] = request.split(" ");
    const { answer, backend } = await call({}, method!, url!);
    expect(answer.status).toBe(403);
    expect(json(answer)).toEqual({ message: "Missing Authentication Token" });
    expect(answer.headers["x-amzn-errortype"]).toEqual(["MissingAuthenticationTokenException"]);
    expect(backend.received).toEqual([]);
  });

  it.each(["/", "/student/1", "/test/student/1"])(
    "answers %s, outside of its stage, with 403 Forbidden",
    async (url) => {
      const { answer } = await call({}, "GET", url);
      expect(answer.status).toBe(403);
      expect(json(answer)).toEqual({ message: "Forbidden" });
    },
  );

  it("takes a path with a slash at its end", async () => {
    expect((await call({}, "POST", "/Test/student/")).answer.status).toBe(200);
  });

  it("answers 413 above 10 MB", async () => {
    const most = "x".repeat(10 * 1024 * 1024);
    expect((await call({}, "POST", "/Test/student", {}, most)).answer.status).toBe(200);
    const { answer, backend } = await call({}, "POST", "/Test/student", {}, `${most}x`);
    expect(answer.status).toBe(413);
    expect(json(answer)).toEqual({ message: "Request Too Long" });
    expect(backend.received).toEqual([]);
  });

  it("answers 504 when the backend takes too long", async () => {
    const fixture = new RestApiFixture();
    fixture.backend.result = { kind: "timeout" };
    const { answer } = await fixture.call("GET", "/Test/student/1");
    expect(answer.status).toBe(504);
    expect(json(answer)).toEqual({ message: "Endpoint request timed out" });
  });

  it.each([{ kind: "no-target" }, { kind: "failed", reason: "ECONNREFUSED" }] as const)(
    "answers 504 when the backend can't be reached: %p",
    async (result) => {
      const fixture = new RestApiFixture();
      fixture.backend.result = result;
      const { answer } = await fixture.call("GET", "/Test/student/1");
      expect(answer.status).toBe(504);
      expect(json(answer)).toEqual({ message: "Network error communicating with endpoint" });
    },
  );

  it("gives an integration the time that it asks for", async () => {
    const { backend } = await call(
      { integration: { timeout_milliseconds: 5000 } },
      "GET",
      "/Test/student/1",
    );
    expect(backend.last.timeoutMs).toBe(5000);
  });

  it("answers 500 for a method that leads nowhere", async () => {
    const { answer } = await call(
      { more: { aws_api_gateway_integration: {} } },
      "GET",
      "/Test/student/1",
    );
    expect(answer.status).toBe(500);
    expect(json(answer)).toEqual({ message: "Internal server error" });
  });

  it("refuses whoever did not sign, where IAM decides", async () => {
    const { answer, backend } = await call(
      { method: { authorization: "AWS_IAM" } },
      "GET",
      "/Test/student/1",
    );
    expect(answer.status).toBe(403);
    expect(json(answer)).toEqual({ message: "Missing Authentication Token" });
    expect(backend.received).toEqual([]);
  });

  it("writes the stage's access log line", async () => {
    const format =
      "$context.identity.sourceIp $context.resourcePath $context.status $context.error.message";
    const stage = { access_log_settings: { format } };
    expect((await call({ stage }, "GET", "/Test/student/1")).accessLogLine).toBe(
      "192.0.2.7 /student/{student_id} 200 -",
    );
    expect((await call({ stage }, "GET", "/Test/x")).accessLogLine).toBe(
      "192.0.2.7 - 403 Missing Authentication Token",
    );
  });
});

describe("headers of a REST API", () => {
  it("says where a request came from, appending to what was there", async () => {
    const { backend } = await call({}, "GET", "/Test/student/1", {
      "x-forwarded-for": "203.0.113.9",
      "user-agent": "curl",
      "x-own": "1",
    });
    expect(backend.last.headers).toMatchObject({
      "x-forwarded-for": ["203.0.113.9, 192.0.2.7"],
      "x-forwarded-proto": ["https"],
      "x-forwarded-port": ["443"],
      "user-agent": ["AmazonAPIGateway_ecs-fargate-api"],
      "x-amzn-apigateway-api-id": ["ecs-fargate-api"],
      "x-own": ["1"],
    });
  });

  it("renames headers of the answer that it keeps for itself", async () => {
    const fixture = new RestApiFixture();
    fixture.backend.result = {
      kind: "answer",
      status: 200,
      headers: {
        server: ["students"],
        "www-authenticate": ["Basic"],
        "x-own": ["1"],
        connection: ["close"],
      },
      body: Buffer.alloc(0),
    };
    const { answer } = await fixture.call("GET", "/Test/student/1");
    expect(answer.headers).toEqual({
      "x-amzn-remapped-server": ["students"],
      "x-amzn-remapped-www-authenticate": ["Basic"],
      "x-own": ["1"],
      "x-amzn-requestid": ["0123456789abcdef01234567"],
      "x-amz-apigw-id": ["0123456789abcdef01234567"],
    });
  });

  it("maps headers, query strings, stage variables and fixed values", async () => {
    const integration = {
      uri: "http://${aws_lb.inner.dns_name}/$${stageVariables.version}/student".replace("$$", "$"),
      request_parameters: {
        "integration.request.header.X-Fixed": "'yes'",
        "integration.request.header.X-From": "method.request.header.x-client",
        "integration.request.header.X-Id": "context.requestId",
        "integration.request.querystring.page": "method.request.querystring.p",
        "integration.request.querystring.v": "stageVariables.version",
      },
    };
    const { backend } = await call(
      { integration, stage: { variables: { version: "v2" } } },
      "GET",
      "/Test/student/1?p=3",
      { "x-client": "phone" },
    );
    expect(backend.last.path).toBe("/v2/student?p=3&page=3&v=v2");
    expect(backend.last.headers).toMatchObject({
      "x-fixed": ["yes"],
      "x-from": ["phone"],
      "x-id": ["0123456789abcdef01234567"],
    });
  });
});

describe("binary bodies of a REST API", () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);

  async function throughTheGateway(binaryMediaTypes: string[], headers: Record<string, string>) {
    const fixture = new RestApiFixture({ api: { binary_media_types: binaryMediaTypes } });
    fixture.backend.result = { kind: "answer", status: 200, headers: {}, body: bytes };
    const { answer } = await fixture.call("GET", "/Test/student/1", headers);
    return answer.body;
  }

  it("survive where the client accepts a binary type first", async () => {
    expect(await throughTheGateway(["image/png"], { accept: "image/png, */*" })).toEqual(bytes);
    expect(await throughTheGateway(["*/*"], {})).toEqual(bytes);
  });

  it("are taken for text elsewhere", async () => {
    expect(await throughTheGateway(["image/png"], { accept: "text/html" })).not.toEqual(bytes);
    expect(await throughTheGateway([], {})).not.toEqual(bytes);
  });
});

describe("throttling of a REST API", () => {
  it("limits each method by the settings for all", async () => {
    const fixture = new RestApiFixture({ more: methodSettings("*/*", 2, 10) });
    expect(await fixture.statuses(3)).toEqual([200, 200, 429]);
    expect(await fixture.statuses(1, {}, "POST", "/Test/student")).toEqual([200]);
    fixture.now += 100;
    expect(await fixture.statuses(2)).toEqual([200, 429]);
    const { answer } = await fixture.call("GET", "/Test/student/1");
    expect(json(answer)).toEqual({ message: "Too Many Requests" });
  });

  it("prefers a method's own settings", async () => {
    const { aws_api_gateway_method_settings: own } = methodSettings(
      "student/{student_id}/GET",
      1,
      1,
    );
    const { aws_api_gateway_method_settings: all } = methodSettings("*/*", 5, 5);
    const fixture = new RestApiFixture({
      more: { aws_api_gateway_method_settings: { ...all, ...own } },
    });
    expect(await fixture.statuses(2)).toEqual([200, 429]);
    expect(await fixture.statuses(3, {}, "POST", "/Test/student")).toEqual([200, 200, 200]);
  });
});

describe("own error responses of a REST API", () => {
  it("take the place of AWS's words, with simple variables", async () => {
    const more = gatewayResponse("MISSING_AUTHENTICATION_TOKEN", {
      status_code: "404",
      response_templates: {
        "application/json":
          '{"error":$context.error.messageString,"type":"$context.error.responseType","id":"$context.requestId"}',
      },
      response_parameters: {
        "gatewayresponse.header.X-Kind": "'gateway'",
        "gatewayresponse.header.X-Client": "method.request.header.x-client",
        "gatewayresponse.header.X-Id": "context.requestId",
      },
    });
    const { answer } = await call({ more }, "GET", "/Test/x", { "x-client": "phone" });
    expect(answer.status).toBe(404);
    expect(json(answer)).toEqual({
      error: "Missing Authentication Token",
      type: "MISSING_AUTHENTICATION_TOKEN",
      id: "0123456789abcdef01234567",
    });
    expect(answer.headers).toMatchObject({
      "x-kind": ["gateway"],
      "x-client": ["phone"],
      "x-id": ["0123456789abcdef01234567"],
    });
  });

  it("of a class hold for all errors of it that have none of their own", async () => {
    const template = (message: string) => ({
      response_templates: { "application/json": `{"m":"${message}"}` },
    });
    const more = {
      aws_api_gateway_gateway_response: {
        ...gatewayResponse("DEFAULT_4XX", template("4xx")).aws_api_gateway_gateway_response,
        ...gatewayResponse("DEFAULT_5XX", template("5xx")).aws_api_gateway_gateway_response,
        ...gatewayResponse("THROTTLED", template("slow down")).aws_api_gateway_gateway_response,
      },
      ...methodSettings("*/*", 1, 1),
    };
    const fixture = new RestApiFixture({ more });
    const unknown = await fixture.call("GET", "/Test/x");
    expect([unknown.answer.status, json(unknown.answer)]).toEqual([403, { m: "4xx" }]);
    fixture.backend.result = { kind: "timeout" };
    const late = await fixture.call("GET", "/Test/student/1");
    expect([late.answer.status, json(late.answer)]).toEqual([504, { m: "5xx" }]);
    const throttled = await fixture.call("GET", "/Test/student/1");
    expect([throttled.answer.status, json(throttled.answer)]).toEqual([429, { m: "slow down" }]);
  });
});
