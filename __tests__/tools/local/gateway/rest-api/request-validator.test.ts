import { json } from "../sample-request";
import { RestApiFixture } from "./rest-api-fixture";

const GOOD = { name: "Ann", email: "ann@example.com", subject_id: 1 };
const JSON_TYPE = { "content-type": "application/json" };

async function post(body: string, headers: Record<string, string> = JSON_TYPE, validate = true) {
  const fixture = new RestApiFixture({
    validate,
    stage: { access_log_settings: { format: "$context.error.validationErrorString" } },
  });
  return {
    ...(await fixture.call("POST", "/Test/student", headers, body)),
    received: fixture.backend.received,
  };
}

describe("a REST API's check of bodies", () => {
  it("lets a good body through", async () => {
    expect((await post(JSON.stringify(GOOD))).answer.status).toBe(200);
    expect(
      (await post(JSON.stringify(GOOD), { "content-type": "application/json; charset=utf-8" }))
        .answer.status,
    ).toBe(200);
    expect((await post(JSON.stringify({ ...GOOD, more: [1] }))).answer.status).toBe(200);
  });

  it.each([
    ["broken JSON", "{"],
    ["no body", ""],
    ["an array", "[]"],
    ["a field that is missing", JSON.stringify({ ...GOOD, name: undefined })],
    ["a field of another type", JSON.stringify({ ...GOOD, name: 1 })],
    ["a field that is too short", JSON.stringify({ ...GOOD, name: "" })],
    ["a field that is too long", JSON.stringify({ ...GOOD, name: "x".repeat(101) })],
    ["a number that is no integer", JSON.stringify({ ...GOOD, subject_id: 1.5 })],
    ["the bound itself, where draft 4 excludes it", JSON.stringify({ ...GOOD, subject_id: 0 })],
  ])("answers 400 to %s, and asks nobody", async (_, body) => {
    const { answer, received } = await post(body);
    expect(answer.status).toBe(400);
    expect(json(answer)).toEqual({ message: "Invalid request body" });
    expect(answer.headers["x-amzn-errortype"]).toEqual(["BadRequestException"]);
    expect(received).toEqual([]);
  });

  it("logs what is wrong with a body", async () => {
    const { accessLogLine } = await post(JSON.stringify({ ...GOOD, name: "" }));
    expect(accessLogLine).toBe("[/name must NOT have fewer than 1 characters]");
  });

  it("says formats and does not check them", async () => {
    expect((await post(JSON.stringify({ ...GOOD, email: "nobody" }))).answer.status).toBe(200);
  });

  it("takes a body without a type for JSON, and lets types without a model through", async () => {
    expect((await post("{}", {})).answer.status).toBe(400);
    expect((await post("{}", { "content-type": "text/plain" })).answer.status).toBe(200);
  });

  it("happens only where a validator asks for it", async () => {
    expect((await post("{", JSON_TYPE, false)).answer.status).toBe(200);
  });
});

describe("a REST API's check of parameters", () => {
  const method = {
    request_parameters: {
      "method.request.querystring.page": true,
      "method.request.header.X-Client": true,
      "method.request.querystring.optional": false,
    },
  };

  async function get(url: string, headers: Record<string, string>, validate = true) {
    return (await new RestApiFixture({ validate, method }).call("GET", url, headers)).answer;
  }

  it("names those that are missing", async () => {
    const answer = await get("/Test/student/1?page=", {});
    expect(answer.status).toBe(400);
    expect(json(answer)).toEqual({
      message: "Missing required request parameters: [page, X-Client]",
    });
  });

  it("lets a request through that has them", async () => {
    expect((await get("/Test/student/1?page=2", { "x-client": "phone" })).status).toBe(200);
  });

  it("happens only where a validator asks for it", async () => {
    expect((await get("/Test/student/1", {}, false)).status).toBe(200);
  });
});
