import { sampleRequest } from "../sample-request";
import { HttpApiFixture } from "./http-api-fixture";

async function sent(mappings: Record<string, string>, url = "/foods/a%20b?x=1&x=2", body = "") {
  const fixture = new HttpApiFixture({
    routes: { any: { route_key: "ANY /foods/{id}" } },
    stages: { default: { name: "$default", stage_variables: { colour: "blue" } } },
    integration: { request_parameters: mappings },
  });
  await fixture.api.handle(sampleRequest("POST", url, { "X-Client": "phone" }, body));
  return fixture.backend.last;
}

describe("parameter mapping of an HTTP API", () => {
  it.each([
    ["static", "static"],
    ["$request.header.x-client", "phone"],
    ["$request.querystring.x", "1,2"],
    ["$request.path.id", "a b"],
    ["$request.path", "/foods/a%20b"],
    ["$request.body.owner.name", "Ann"],
    ["$stageVariables.colour", "blue"],
    ["$context.requestId", "0123456789abcdef01234567"],
    ["id-${request.path.id}-${stageVariables.colour}", "id-a b-blue"],
  ])("maps %s", async (value, expected) => {
    const body = '{"owner":{"name":"Ann"}}';
    const { headers } = await sent({ "overwrite:header.X-Mapped": value }, undefined, body);
    expect(headers["x-mapped"]).toEqual([expected]);
  });

  it("leaves out what the request does not have", async () => {
    const { headers } = await sent({ "overwrite:header.X-Mapped": "$request.header.nothing" });
    expect(headers).not.toHaveProperty("x-mapped");
  });

  it("appends, overwrites and removes headers", async () => {
    expect((await sent({ "append:header.x-client": "b" })).headers["x-client"]).toEqual([
      "phone",
      "b",
    ]);
    expect((await sent({ "overwrite:header.x-client": "b" })).headers["x-client"]).toEqual(["b"]);
    expect((await sent({ "remove:header.x-client": "''" })).headers).not.toHaveProperty("x-client");
  });

  it("appends, overwrites and removes parameters of the query string", async () => {
    expect((await sent({ "append:querystring.y": "b" })).path).toBe("/foods/a%20b?x=1&x=2&y=b");
    expect((await sent({ "overwrite:querystring.x": "b" })).path).toBe("/foods/a%20b?x=b");
    expect((await sent({ "remove:querystring.x": "''" })).path).toBe("/foods/a%20b");
  });

  it("overwrites the path", async () => {
    expect((await sent({ "overwrite:path": "/v2/$request.path.id" })).path).toBe(
      "/v2/a%20b?x=1&x=2",
    );
  });

  it("leaves reserved headers alone", async () => {
    const { headers } = await sent({
      "overwrite:header.x-amzn-trace-id": "mine",
      "overwrite:header.via": "mine",
    });
    expect(headers["x-amzn-trace-id"]).not.toEqual(["mine"]);
    expect(headers["via"]).toEqual(["HTTP/1.1 AmazonAPIGateway"]);
  });

  it("maps an answer by its status", async () => {
    const fixture = new HttpApiFixture({
      integration: {
        response_parameters: [
          {
            status_code: "404",
            mappings: {
              "overwrite:statuscode": "410",
              "overwrite:header.x-was": "$response.header.x-kind",
            },
          },
        ],
      },
    });
    fixture.backend.result = {
      kind: "answer",
      status: 404,
      headers: { "x-kind": ["food"] },
      body: Buffer.alloc(0),
    };
    const { answer } = await fixture.api.handle(sampleRequest("GET", "/foodstore/foods/a"));
    expect(answer.status).toBe(410);
    expect(answer.headers["x-was"]).toEqual(["food"]);
  });
});
