import { createHmac } from "node:crypto";
import { generateKeyPair } from "jose";
import { json, NOW, sampleRequest } from "../sample-request";
import { accessClaims, TokenIssuer } from "../token-issuer";
import { type FixtureOptions, HttpApiFixture, STORE_ROUTES } from "./http-api-fixture";

const SECOND = NOW / 1000;
let issuer: TokenIssuer;

beforeAll(async () => {
  issuer = await TokenIssuer.create();
});

async function put(authorization: string | undefined, options: FixtureOptions = {}) {
  const fixture = new HttpApiFixture(options, issuer);
  const headers = authorization === undefined ? {} : { authorization };
  const { answer } = await fixture.api.handle(
    sampleRequest("PUT", "/foodstore/foods/a", headers as Record<string, string>, "{}"),
  );
  return { answer, received: fixture.backend.received };
}

async function expectRefused(authorization: string | undefined): Promise<void> {
  const { answer, received } = await put(authorization);
  expect({ status: answer.status, body: json(answer), received }).toEqual({
    status: 401,
    body: { message: "Unauthorized" },
    received: [],
  });
}

function unsigned(header: object, claims: object): string {
  return [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
}

describe("the JWT authorizer lets through", () => {
  it("a valid access token, alone", async () => {
    const { answer, received } = await put(await issuer.token());
    expect(answer.status).toBe(200);
    expect(received).toHaveLength(1);
  });

  it("a valid access token after Bearer", async () => {
    expect((await put(`Bearer ${await issuer.token()}`)).answer.status).toBe(200);
  });

  it("an id token, whose audience is in aud", async () => {
    const claims = { client_id: undefined, aud: "page-client", token_use: "id" };
    expect((await put(await issuer.token(claims))).answer.status).toBe(200);
  });

  it("any request to a route without authorization", async () => {
    const fixture = new HttpApiFixture({}, issuer);
    const { answer } = await fixture.api.handle(sampleRequest("GET", "/foodstore/foods/a"));
    expect(answer.status).toBe(200);
  });

  it("a token in the query string, where that is the identity source", async () => {
    const authorizer = { identity_sources: ["$request.querystring.token"] };
    const fixture = new HttpApiFixture({ authorizer }, issuer);
    const path = `/foodstore/foods/a?token=${await issuer.token()}`;
    expect((await fixture.api.handle(sampleRequest("PUT", path))).answer.status).toBe(200);
  });
});

describe("the JWT authorizer answers 401, and asks no service, for", () => {
  it("no token", async () => {
    await expectRefused(undefined);
  });

  it("no token after Bearer", async () => {
    await expectRefused("Bearer ");
  });

  it("what is no token", async () => {
    await expectRefused("Bearer let-me-in");
  });

  it("an expired token", async () => {
    await expectRefused(await issuer.token({ exp: SECOND - 1 }));
  });

  it("a token that never expires", async () => {
    await expectRefused(await issuer.token({ exp: undefined }));
  });

  it("a token that is not valid yet", async () => {
    await expectRefused(await issuer.token({ nbf: SECOND + 60 }));
  });

  it("a token issued in the future", async () => {
    await expectRefused(await issuer.token({ iat: SECOND + 60 }));
  });

  it("another client's token", async () => {
    await expectRefused(await issuer.token({ client_id: "other-client" }));
  });

  it("a token for another audience, though its client_id fits", async () => {
    await expectRefused(await issuer.token({ aud: "other-client" }));
  });

  it("a token for nobody", async () => {
    await expectRefused(await issuer.token({ client_id: undefined }));
  });

  it("another issuer's token", async () => {
    await expectRefused(
      await issuer.token({ iss: "https://cognito-idp.us-east-2.amazonaws.com/us-east-2_evil" }),
    );
  });

  it("a token without an issuer", async () => {
    await expectRefused(await issuer.token({ iss: undefined }));
  });

  it("a forged token: signed by another key under the same kid", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    await expectRefused(await issuer.token({}, {}, privateKey));
  });

  it("a token of an unknown key", async () => {
    await expectRefused(await issuer.token({}, { kid: "key-2" }));
  });

  it("a token that names no key", async () => {
    await expectRefused(await issuer.token({}, { kid: undefined }));
  });

  it.each(["none", "None", "NONE", "nOnE"])("alg: %s", async (alg) => {
    await expectRefused(`${unsigned({ alg, kid: "key-1", typ: "JWT" }, accessClaims())}.`);
  });

  it("alg: none that keeps a valid signature", async () => {
    const signature = (await issuer.token()).split(".")[2]!;
    await expectRefused(`${unsigned({ alg: "none", kid: "key-1" }, accessClaims())}.${signature}`);
  });

  it("HS256 with the public key as secret", async () => {
    const signed = unsigned({ alg: "HS256", kid: "key-1" }, accessClaims());
    for (const secret of [
      issuer.publicKeyPem,
      issuer.publicKeyPem.trim(),
      issuer.keys.keys[0]!.n!,
    ]) {
      const signature = createHmac("sha256", secret).update(signed).digest("base64url");
      await expectRefused(`${signed}.${signature}`);
    }
  });

  it("a key that the token brings with it", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const other = await TokenIssuer.create();
    await expectRefused(await issuer.token({}, { jwk: other.keys.keys[0] }, privateKey));
    await expectRefused(
      await other.token({}, { jwk: other.keys.keys[0], jku: "https://evil.example.com/jwks" }),
    );
  });

  it("a token cut short anywhere", async () => {
    const token = await issuer.token();
    for (let length = 0; length < token.length; length += 7)
      await expectRefused(token.slice(0, length));
    await expectRefused(token.slice(0, -1));
    await expectRefused(token.split(".").slice(0, 2).join("."));
  });

  it("a valid token's signature under other claims", async () => {
    const [header, , signature] = (await issuer.token()).split(".");
    const claims = Buffer.from(JSON.stringify({ ...accessClaims(), sub: "admin" })).toString(
      "base64url",
    );
    await expectRefused(`${header}.${claims}.${signature}`);
  });

  it("a critical extension that nobody knows", async () => {
    await expectRefused(
      unsigned({ alg: "RS256", kid: "key-1", crit: ["x"], x: 1 }, accessClaims()) +
        `.${(await issuer.token()).split(".")[2]}`,
    );
  });
});

describe("what the JWT authorizer says", () => {
  it("names Bearer as the way in where there is no token", async () => {
    expect((await put(undefined)).answer.headers["www-authenticate"]).toEqual(["Bearer"]);
  });

  it("says that a token has expired", async () => {
    const { answer } = await put(await issuer.token({ exp: SECOND - 1 }));
    expect(answer.headers["www-authenticate"]![0]).toContain(
      'error_description="the token has expired"',
    );
  });
});

describe("scopes of a route", () => {
  const routes = {
    put: { ...STORE_ROUTES["put-food"], authorization_scopes: ["store/write", "store/admin"] },
  };

  it.each([{ scope: "store/read store/admin" }, { scope: undefined, scp: ["store/write"] }])(
    "admits a token with one of them: %p",
    async (claims) => {
      expect((await put(await issuer.token(claims), { routes })).answer.status).toBe(200);
    },
  );

  it("answers 403 to a valid token with none of them", async () => {
    const { answer, received } = await put(await issuer.token({ scope: "store/writer" }), {
      routes,
    });
    expect(answer.status).toBe(403);
    expect(json(answer)).toEqual({ message: "Forbidden" });
    expect(received).toEqual([]);
  });
});

describe("the issuer's keys", () => {
  it("are asked for once in two hours", async () => {
    let asked = 0;
    const fixture = new HttpApiFixture(
      {},
      {
        keysOf: (name) => {
          asked += 1;
          return issuer.keysOf(name);
        },
      },
    );
    const headers = { authorization: await issuer.token() };
    const call = () => fixture.api.handle(sampleRequest("PUT", "/foodstore/foods/a", headers));
    await call();
    await call();
    expect(asked).toBe(1);
    fixture.now += 2 * 60 * 60 * 1000;
    await call();
    expect(asked).toBe(2);
  });
});
