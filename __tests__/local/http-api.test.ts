import { randomUUID } from "node:crypto";
import { LocalRun } from "./local-run";

const PASSWORD = "Correct-horse-1!";
const STORES = [
  { path: "/foodstore/foods", idName: "foodId" },
  { path: "/petstore/pets", idName: "petId" },
];

interface PageSettings {
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly cognitoEndpoint: string;
}

let run: LocalRun;
let api: string;
let settings: PageSettings;

beforeAll(async () => {
  run = await LocalRun.start("http-api", "--speed", "20");
  api = run.url("stage $default");
  settings = (await (await fetch(`${run.url("page")}settings.json`)).json()) as PageSettings;
});

afterAll(() => run.stop());

/** Calls Cognito as a page does: without a signature. */
async function cognito(action: string, body: Readonly<Record<string, unknown>>): Promise<any> {
  const answer = await fetch(settings.cognitoEndpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
      origin: run.url("page").replace(/\/$/, ""),
    },
    body: JSON.stringify({ ClientId: settings.userPoolClientId, ...body }),
  });
  return { status: answer.status, ...((await answer.json()) as object) };
}

/** An account that is confirmed by the code that the run printed. */
async function signUp(): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  await cognito("SignUp", { Username: email, Password: PASSWORD });
  const line = new RegExp(`${email} this confirmation code: (\\d{6})`);
  await run.until(() => line.test(run.output));
  const [, code] = line.exec(run.output)!;
  const wrong = code === "000000" ? "000001" : "000000";
  const refused = await cognito("ConfirmSignUp", { Username: email, ConfirmationCode: wrong });
  expect(refused).toMatchObject({ status: 400, __type: "CodeMismatchException" });
  expect(await cognito("ConfirmSignUp", { Username: email, ConfirmationCode: code })).toEqual({
    status: 200,
  });
  return email;
}

async function accessToken(): Promise<string> {
  const answer = await cognito("InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: await signUp(), PASSWORD },
  });
  return answer.AuthenticationResult.AccessToken as string;
}

function put(path: string, item: unknown, authorization?: string): Promise<Response> {
  return fetch(`${api}${path}`, {
    method: "PUT",
    headers: { "content-type": "application/json", ...(authorization && { authorization }) },
    body: JSON.stringify(item),
  });
}

async function read(path: string): Promise<unknown> {
  const answer = await fetch(`${api}${path}`);
  expect(answer.status).toBe(200);
  return answer.json();
}

describe("http-api", () => {
  it.each(STORES)(
    "[http-api 34] lets anybody read $path, and those who signed in store",
    async ({ path, idName }) => {
      const item = `${path}/${randomUUID()}`;
      const id = item.split("/").at(-1);
      expect((await put(item, { x: 1 })).status).toBe(401);
      expect(await read(item)).toEqual({});
      const token = await accessToken();
      for (const authorization of [token, `Bearer ${token}`]) {
        const stored = await put(item, { x: 1 }, authorization);
        expect([stored.status, await stored.json()]).toEqual([200, { x: 1, [idName]: id }]);
      }
      expect(await read(item)).toEqual({ x: 1, [idName]: id });
    },
  );

  it("answers 401 to tokens that are none of the pool's, and stores nothing", async () => {
    const token = await accessToken();
    const [header = "", claims = "", signature = ""] = token.split(".");
    const claimsOf = (more: object) =>
      Buffer.from(
        JSON.stringify({
          ...(JSON.parse(Buffer.from(claims, "base64url").toString()) as object),
          ...more,
        }),
      ).toString("base64url");
    const none = Buffer.from('{"alg":"none","kid":"dummy"}').toString("base64url");
    const forged = [
      token.slice(0, -4),
      `${header}.${claims}.`,
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${header}.${claimsOf({ client_id: "other" })}.${signature}`,
      `${header}.${claimsOf({ exp: 1 })}.${signature}`,
      `${header}.${claimsOf({ iss: "https://evil.example.com" })}.${signature}`,
      "Bearer",
      "x",
    ];
    for (const each of forged) {
      const answer = await put("/foodstore/foods/forged", { x: 1 }, each);
      expect([answer.status, await answer.json()]).toEqual([401, { message: "Unauthorized" }]);
    }
    expect(await read("/foodstore/foods/forged")).toEqual({});
  });

  it("[http-api 14, 30] answers 404 by itself to what is no route", async () => {
    for (const [method, path] of [
      ["GET", "/"],
      ["POST", "/foodstore/foods/a"],
      ["GET", "/foodstore/foods"],
    ] as const) {
      const answer = await fetch(`${api}${path}`, { method });
      expect([answer.status, await answer.json()]).toEqual([404, { message: "Not Found" }]);
    }
  });

  it("[http-api 18] admits the page's origin and no other", async () => {
    const preflight = (origin: string) =>
      fetch(`${api}/foodstore/foods/a`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "PUT" },
      });
    const page = run.url("page").replace(/\/$/, "");
    expect((await preflight(page)).headers.get("access-control-allow-origin")).toBe(page);
    const other = await preflight("https://evil.example.com");
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("serves the page with the headers that its distribution adds", async () => {
    const answer = await fetch(run.url("page"));
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = answer.headers.get("content-security-policy");
    expect(policy).toContain(`connect-src 'self' ${api} ${settings.cognitoEndpoint};`);
    expect(settings.apiUrl).toBe(api);
  });

  it("asks the tasks of a store in turn", async () => {
    const before = await run.status();
    await Promise.all(Array.from({ length: 30 }, () => read("/petstore/pets/a")));
    const answered = new Set((await run.status()).recent.map(({ answeredBy }) => answeredBy));
    for (const { name, tasks } of before.services) {
      if (name.includes("pet")) for (const { id } of tasks) expect(answered).toContain(id);
    }
  });
});
