import { generateKeyPair } from "jose";
import { json, NOW } from "../sample-request";
import { accessClaims, TokenIssuer } from "../token-issuer";
import { AUTHORIZER, COGNITO, KEY, RestApiFixture, usagePlan } from "./rest-api-fixture";

const WITH_KEY = { "x-api-key": KEY };

describe("API keys of a REST API", () => {
  const method = { api_key_required: true };

  it("let a request through by a key of a plan of the stage", async () => {
    expect(await new RestApiFixture({ method, more: usagePlan() }).statuses(1, WITH_KEY)).toEqual([
      200,
    ]);
  });

  it("know a key by the value that its resource gives", async () => {
    const fixture = new RestApiFixture({
      method,
      more: usagePlan({}, { value: "own-value-of-20-characters" }),
    });
    expect(await fixture.statuses(1, { "x-api-key": "own-value-of-20-characters" })).toEqual([200]);
    expect(await fixture.statuses(1, WITH_KEY)).toEqual([403]);
  });

  it.each([
    ["without a key", usagePlan(), {}],
    ["with a wrong key", usagePlan(), { "x-api-key": "other" }],
    ["with a key that is switched off", usagePlan({}, { enabled: false }), WITH_KEY],
    [
      "with a key of another stage's plan",
      usagePlan({ api_stages: [{ api_id: "${aws_api_gateway_rest_api.api.id}", stage: "Other" }] }),
      WITH_KEY,
    ],
  ])("answer 403 Forbidden %s", async (_, more, headers) => {
    const fixture = new RestApiFixture({ method, more });
    const { answer } = await fixture.call("GET", "/Test/student/1", headers);
    expect(answer.status).toBe(403);
    expect(json(answer)).toEqual({ message: "Forbidden" });
    expect(fixture.backend.received).toEqual([]);
  });

  it("are not asked for by methods that need none", async () => {
    expect(await new RestApiFixture({ more: usagePlan() }).statuses(1)).toEqual([200]);
  });

  it("limit each client: 429 Too Many Requests", async () => {
    const more = usagePlan({ throttle_settings: { burst_limit: 2, rate_limit: 10 } });
    const fixture = new RestApiFixture({ method, more });
    expect(await fixture.statuses(3, WITH_KEY)).toEqual([200, 200, 429]);
    fixture.now += 200;
    expect(await fixture.statuses(3, WITH_KEY)).toEqual([200, 200, 429]);
    expect(json((await fixture.call("GET", "/Test/student/1", WITH_KEY)).answer)).toEqual({
      message: "Too Many Requests",
    });
  });

  it("limit a client's use of one method", async () => {
    const api_stages = [
      {
        api_id: "${aws_api_gateway_rest_api.api.id}",
        stage: "Test",
        throttle: [{ path: "/student/POST", burst_limit: 1, rate_limit: 1 }],
      },
    ];
    const fixture = new RestApiFixture({ method, more: usagePlan({ api_stages }) });
    expect(await fixture.statuses(2, WITH_KEY, "POST", "/Test/student")).toEqual([200, 429]);
    expect(await fixture.statuses(2, WITH_KEY)).toEqual([200, 200]);
  });

  it("limit a client's requests of a day: 429 Limit Exceeded", async () => {
    const more = usagePlan({ quota_settings: { limit: 2, period: "DAY" } });
    const fixture = new RestApiFixture({ method, more });
    expect(await fixture.statuses(2, WITH_KEY)).toEqual([200, 200]);
    const { answer } = await fixture.call("GET", "/Test/student/1", WITH_KEY);
    expect([answer.status, json(answer)]).toEqual([429, { message: "Limit Exceeded" }]);
    fixture.now += 24 * 60 * 60 * 1000;
    expect(await fixture.statuses(1, WITH_KEY)).toEqual([200]);
  });
});

describe("a REST API's authorizer for Cognito", () => {
  let issuer: TokenIssuer;
  const ID = { token_use: "id", client_id: undefined, aud: "page-client" };

  beforeAll(async () => {
    issuer = await TokenIssuer.create();
  });

  async function get(token: string | undefined, scopes?: string[]) {
    const method = {
      authorization: "COGNITO_USER_POOLS",
      authorizer_id: AUTHORIZER,
      authorization_scopes: scopes,
    };
    const fixture = new RestApiFixture({ method, more: COGNITO }, issuer);
    const { answer } = await fixture.call(
      "GET",
      "/Test/student/1",
      token === undefined ? {} : { authorization: token },
    );
    if (answer.status !== 200) expect(fixture.backend.received).toEqual([]);
    return answer;
  }

  it("lets an id token through, with or without Bearer", async () => {
    const token = await issuer.token(ID);
    expect((await get(token)).status).toBe(200);
    expect((await get(`Bearer ${token}`)).status).toBe(200);
  });

  it("takes an access token only where scopes are asked for, and then no id token", async () => {
    expect((await get(await issuer.token())).status).toBe(401);
    const scopes = ["aws.cognito.signin.user.admin"];
    expect((await get(await issuer.token(), scopes)).status).toBe(200);
    expect((await get(await issuer.token(ID), scopes)).status).toBe(401);
  });

  it("answers 403 to an access token without one of the scopes", async () => {
    expect((await get(await issuer.token(), ["store/write"])).status).toBe(403);
  });

  it("says that a token has expired", async () => {
    const answer = await get(await issuer.token({ ...ID, exp: NOW / 1000 - 1 }));
    expect([answer.status, json(answer)]).toEqual([
      401,
      { message: "The incoming token has expired" },
    ]);
  });

  it("answers 401 Unauthorized to all else", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const unsigned = [
      { alg: "none", kid: "key-1" },
      { ...accessClaims(), ...ID },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const tokens = [
      undefined,
      "",
      "Bearer",
      "no-token",
      `${unsigned}.`,
      (await issuer.token(ID)).slice(0, -2),
      await issuer.token(ID, {}, privateKey),
      await issuer.token({
        ...ID,
        iss: "https://cognito-idp.us-east-2.amazonaws.com/us-east-2_evil",
      }),
    ];
    for (const token of tokens) {
      const answer = await get(token);
      expect([answer.status, json(answer)]).toEqual([401, { message: "Unauthorized" }]);
    }
  });
});
