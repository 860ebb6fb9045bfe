import fc from "fast-check";
import { propertyRuns } from "../../../../support/property-runs";
import { sampleRequest } from "../sample-request";
import { accessClaims, TokenIssuer } from "../token-issuer";
import { HttpApiFixture } from "./http-api-fixture";

const RUNS = propertyRuns(500);
const BASE64URL = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

let issuer: TokenIssuer;
let token: string;

beforeAll(async () => {
  issuer = await TokenIssuer.create();
  token = await issuer.token();
});

/** Whether a token gets through; one that does not must be answered 401 and reach no service. */
async function isAccepted(candidate: string): Promise<boolean> {
  const fixture = new HttpApiFixture({}, issuer);
  const headers = { authorization: candidate };
  const { answer } = await fixture.api.handle(
    sampleRequest("PUT", "/foodstore/foods/a", headers, "{}"),
  );
  if (answer.status === 200) return true;
  expect(answer.status).toBe(401);
  expect(fixture.backend.received).toEqual([]);
  return false;
}

function parts(of: string): Buffer[] {
  return of.split(".").map((part) => Buffer.from(part, "base64url"));
}

/** Two spellings of one token: base64url leaves up to four bits of a part's last character unused. */
function meansTheSame(one: string, other: string): boolean {
  return (
    one.split(".").slice(0, 2).join(".") === other.split(".").slice(0, 2).join(".") &&
    Buffer.concat(parts(one).slice(2)).equals(Buffer.concat(parts(other).slice(2)))
  );
}

describe("a forged token never reaches a service", () => {
  it("whatever character of a valid one is changed", async () => {
    expect(await isAccepted(token)).toBe(true);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: token.length - 1 }),
        fc.constantFrom(...BASE64URL, ".", "=", " ", "~"),
        async (at, character) => {
          const forged = token.slice(0, at) + character + token.slice(at + 1);
          fc.pre(!meansTheSame(forged.trim(), token));
          expect(await isAccepted(forged)).toBe(false);
        },
      ),
      RUNS,
    );
  });

  it("whatever is cut out of a valid one or put into it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: token.length - 1 }),
        fc.integer({ min: 1, max: 40 }),
        fc.string({ unit: fc.constantFrom(...BASE64URL, "."), maxLength: 20 }),
        async (at, cut, inserted) => {
          const forged = token.slice(0, at) + inserted + token.slice(at + cut);
          fc.pre(!meansTheSame(forged, token));
          expect(await isAccepted(forged)).toBe(false);
        },
      ),
      RUNS,
    );
  });

  it("whatever its claims and its header say under a valid signature", async () => {
    const [, , signature] = token.split(".");
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(...Object.keys(accessClaims()), "aud", "nbf"),
          fc.jsonValue(),
        ),
        fc.record(
          {
            alg: fc.oneof(
              fc.constantFrom("none", "HS256", "RS512", "PS256", "ES256", ""),
              fc.jsonValue(),
            ),
            kid: fc.oneof(fc.constant("key-1"), fc.jsonValue()),
            typ: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
        async (claims, header) => {
          const forged = [
            { alg: "RS256", kid: "key-1", ...header },
            { ...accessClaims(), ...claims },
          ]
            .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
            .join(".");
          fc.pre(!token.startsWith(`${forged}.`));
          expect(await isAccepted(`${forged}.${signature}`)).toBe(false);
        },
      ),
      RUNS,
    );
  });

  it("whatever text it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary-ascii" }), async (text) => {
        expect(await isAccepted(text)).toBe(false);
      }),
      RUNS,
    );
  });

  it("whatever wrong values its rightly signed claims have", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("iss", "client_id", "exp"),
        fc.jsonValue(),
        async (name, value) => {
          fc.pre(value !== accessClaims()[name] && !(name === "exp" && typeof value === "number"));
          const signed = await issuer.token({ [name]: value }).catch(() => "");
          fc.pre(signed !== "");
          expect(await isAccepted(signed)).toBe(false);
        },
      ),
      propertyRuns(200),
    );
  });
});
