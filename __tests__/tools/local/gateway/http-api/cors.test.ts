import { sampleRequest } from "../sample-request";
import { TokenIssuer } from "../token-issuer";
import { type FixtureOptions, HttpApiFixture, STORE_ROUTES } from "./http-api-fixture";

const ORIGIN = "https://shop.example.com";
const PREFLIGHT = { origin: ORIGIN, "access-control-request-method": "PUT" };

async function call(options: FixtureOptions, method: string, url: string, headers = {}) {
  const fixture = new HttpApiFixture(options);
  fixture.backend.result = {
    kind: "answer",
    status: 200,
    headers: {
      "access-control-allow-origin": ["*"],
      "access-control-max-age": ["1"],
      vary: ["Accept"],
    },
    body: Buffer.alloc(0),
  };
  const { answer } = await fixture.api.handle(sampleRequest(method, url, headers));
  return { answer, backend: fixture.backend };
}

function cors(headers: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith("access-control-")),
  );
}

describe("CORS of an HTTP API", () => {
  it("answers a preflight by itself, though no route has OPTIONS", async () => {
    const { answer, backend } = await call({}, "OPTIONS", "/foodstore/foods/a", PREFLIGHT);
    expect(answer.status).toBe(204);
    expect(cors(answer.headers)).toEqual({
      "access-control-allow-origin": [ORIGIN],
      "access-control-allow-methods": ["PUT,GET"],
      "access-control-allow-headers": ["*"],
    });
    expect(backend.received).toEqual([]);
  });

  it("says nothing to a preflight from another origin", async () => {
    const headers = { ...PREFLIGHT, origin: "https://evil.example.com" };
    const { answer } = await call({}, "OPTIONS", "/foodstore/foods/a", headers);
    expect(answer.status).toBe(204);
    expect(cors(answer.headers)).toEqual({});
  });

  it("puts its own headers in the place of the service's", async () => {
    const { answer } = await call({}, "GET", "/foodstore/foods/a", { origin: ORIGIN });
    expect(cors(answer.headers)).toEqual({ "access-control-allow-origin": [ORIGIN] });
  });

  it("does so, too, where a route of one's own answers OPTIONS", async () => {
    const routes = { options: { route_key: "OPTIONS /{proxy+}" } };
    const fixture = new HttpApiFixture({ routes });
    fixture.backend.result = {
      kind: "answer",
      status: 204,
      headers: { "access-control-allow-origin": ["https://evil.example.com"] },
      body: Buffer.alloc(0),
    };
    const { answer } = await fixture.api.handle(sampleRequest("OPTIONS", "/x"));
    expect(fixture.backend.received).toHaveLength(1);
    expect(cors(answer.headers)).toEqual({});
  });

  it("takes the service's headers off for an origin that is not allowed", async () => {
    const { answer } = await call({}, "GET", "/foodstore/foods/a", {
      origin: "https://evil.example.com",
    });
    expect(cors(answer.headers)).toEqual({});
  });

  it("leaves the service's headers alone where the API has no CORS", async () => {
    const { answer } = await call(
      { api: { cors_configuration: [] } },
      "GET",
      "/foodstore/foods/a",
      { origin: ORIGIN },
    );
    expect(cors(answer.headers)).toEqual({
      "access-control-allow-origin": ["*"],
      "access-control-max-age": ["1"],
    });
  });

  it("answers 404 to a preflight where the API has no CORS", async () => {
    const { answer } = await call(
      { api: { cors_configuration: [] } },
      "OPTIONS",
      "/foodstore/foods/a",
      PREFLIGHT,
    );
    expect(answer.status).toBe(404);
  });

  it("lets a page read its own 401", async () => {
    const { answer } = await call({}, "PUT", "/foodstore/foods/a", { origin: ORIGIN });
    expect(answer.status).toBe(401);
    expect(cors(answer.headers)).toEqual({ "access-control-allow-origin": [ORIGIN] });
  });

  it("says how long a preflight holds, what may be read, and whether cookies go along", async () => {
    const api = {
      cors_configuration: {
        allow_origins: [ORIGIN],
        allow_methods: ["GET"],
        allow_headers: ["authorization", "content-type"],
        expose_headers: ["x-api-id"],
        allow_credentials: true,
        max_age: 600,
      },
    };
    expect(cors((await call({ api }, "OPTIONS", "/x", PREFLIGHT)).answer.headers)).toEqual({
      "access-control-allow-origin": [ORIGIN],
      "access-control-allow-credentials": ["true"],
      "access-control-allow-methods": ["GET"],
      "access-control-allow-headers": ["authorization,content-type"],
      "access-control-max-age": ["600"],
    });
    expect(
      cors((await call({ api }, "GET", "/foodstore/foods/a", { origin: ORIGIN })).answer.headers),
    ).toEqual({
      "access-control-allow-origin": [ORIGIN],
      "access-control-allow-credentials": ["true"],
      "access-control-expose-headers": ["x-api-id"],
    });
  });

  it.each([
    [["*"], "https://any.example.com", "*"],
    [["https://*"], "https://any.example.com", "https://any.example.com"],
    [["https://*"], "http://any.example.com", undefined],
  ])("knows origins by %p: %s", async (allowed, origin, answered) => {
    const api = { cors_configuration: [{ allow_origins: allowed, allow_methods: ["GET"] }] };
    const { answer } = await call({ api }, "GET", "/foodstore/foods/a", { origin });
    expect(answer.headers["access-control-allow-origin"]?.[0]).toBe(answered);
  });

  it("hands OPTIONS to a route of its own, so that a guarded $default refuses a preflight", async () => {
    const issuer = await TokenIssuer.create();
    const routes = { all: { ...STORE_ROUTES["put-food"], route_key: "$default" } };
    const fixture = new HttpApiFixture({ routes }, issuer);
    const { answer } = await fixture.api.handle(sampleRequest("OPTIONS", "/x", PREFLIGHT));
    expect(answer.status).toBe(401);
  });
});
