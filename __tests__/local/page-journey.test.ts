import { randomUUID } from "node:crypto";
import type { Request } from "playwright-core";
import { createAccount, see, sendItem, signIn } from "../../web/test/support/steps";
import { describeInBrowser, PageWorld, PASSWORD } from "./page-visit";

const STORES = [
  { store: "Food store", path: "/foodstore/foods", idName: "foodId" },
  { store: "Pet store", path: "/petstore/pets", idName: "petId" },
];
const NOT_SIGNED_IN = "You are not signed in. Sign in to store items";

describeInBrowser("the page of http-api, in a browser", () => {
  let world: PageWorld;
  beforeAll(async () => {
    world = await PageWorld.start();
  });
  afterAll(() => world.stop());

  it("[http-api 25, 32, 34] takes a person from sign-up to stored items and out again, and hands the password to Cognito only", async () => {
    const visit = await world.visit();
    const { page } = visit;
    const email = `${randomUUID()}@example.com`;
    await page.getByText("Not signed in").waitFor();
    await visit.screenshot("1 opened");

    await createAccount(page, email, PASSWORD);
    const code = await visit.nextCode(email);
    await visit.confirm(code === "000000" ? "000001" : "000000");
    await see(page, "The code is wrong.");
    await visit.screenshot("2 wrong code");
    await visit.confirm(code);
    await see(page, "Your e-mail is confirmed. You can sign in now.");
    await signIn(page, email, `${PASSWORD}x`);
    await see(page, "E-mail or password is wrong.");
    await visit.screenshot("3 wrong password");
    await sendItem(page, { store: "Food store", id: "apple", item: '{"x":0}' });
    expect(await visit.answer()).toMatchObject({ status: "401 Unauthorized" });
    await see(page, NOT_SIGNED_IN);
    await visit.screenshot("4 not signed in");

    await visit.signIn(email);
    const token = await visit.accessToken();
    for (const { store, idName } of STORES) {
      const stored = { status: "200 OK", body: { x: 1, [idName]: "apple" } };
      await sendItem(page, { store, id: "apple", item: '{"x":1}' });
      expect(await visit.answer()).toMatchObject(stored);
      await sendItem(page, { store, id: "apple" });
      expect(await visit.answer()).toMatchObject(stored);
    }
    await visit.screenshot("5 stored");

    await visit.click("Sign out");
    await see(page, "You are signed out.");
    for (const { store, idName } of STORES) {
      await sendItem(page, { store, id: "apple" });
      const read = { status: "200 OK", body: { x: 1, [idName]: "apple" } };
      expect(await visit.answer()).toMatchObject(read);
      await sendItem(page, { store, id: "apple", item: '{"x":2}' });
      expect(await visit.answer()).toMatchObject({
        status: "401 Unauthorized",
        body: { message: "Unauthorized" },
        explanation: expect.stringContaining(NOT_SIGNED_IN) as string,
      });
      await sendItem(page, { store, id: "apple" });
      expect(await visit.answer()).toMatchObject(read);
    }
    await visit.screenshot("6 signed out");

    expect(visit.complaints).toEqual([]);
    expect(visit.refusals).toEqual([
      "400 ConfirmSignUp",
      "400 RespondToAuthChallenge",
      "401 PUT /foodstore/foods/apple",
      "401 PUT /foodstore/foods/apple",
      "401 PUT /petstore/pets/apple",
    ]);
    await expectSecretsKept(visit.requests, token);
    expect(visit.cognitoCalls).toEqual([
      "SignUp",
      "ConfirmSignUp",
      "ConfirmSignUp",
      "InitiateAuth",
      "RespondToAuthChallenge",
      "InitiateAuth",
      "RespondToAuthChallenge",
      "RevokeToken",
    ]);
    expect(world.run.output).not.toContain(PASSWORD);
    const left = "JSON.stringify([{ ...localStorage }, document.cookie, { ...sessionStorage }])";
    expect(await page.evaluate<string>(left)).not.toMatch(/accessToken|refreshToken|idToken/);
    // What gets a 401 never reaches a task.
    for (const { tasks } of (await world.run.status()).services)
      expect(tasks.reduce((sum, { requests }) => sum + requests, 0)).toBe(4);
    await page.goto(world.run.url("status of"));
    await page.getByText("food-store").first().waitFor();
    await visit.screenshot("7 status of the run");
  });

  /** The password goes to Cognito once, by SignUp, and the token to the API alone, with PUT. */
  async function expectSecretsKept(requests: readonly Request[], token: string): Promise<void> {
    const settings = await world.settings();
    const told = await Promise.all(
      requests.map(async (request) => ({
        origin: new URL(request.url()).origin,
        what: request.headers()["x-amz-target"]?.split(".")[1] ?? request.method(),
        text: JSON.stringify([
          decodeURIComponent(request.url()),
          await request.allHeaders(),
          request.postData(),
        ]),
      })),
    );
    const whoGot = (secret: string) => [
      ...new Set(
        told
          .filter(({ text }) => text.includes(secret))
          .map(({ origin, what }) => `${what} ${origin}`),
      ),
    ];
    const cognito = new URL(settings.cognitoEndpoint).origin;
    const api = new URL(settings.apiUrl).origin;
    expect(new Set(told.map(({ origin }) => origin))).toEqual(
      new Set([new URL(world.run.url("page")).origin, cognito, api]),
    );
    for (const form of [PASSWORD, encodeURIComponent(PASSWORD), base64(PASSWORD)]) {
      expect(whoGot(form)).toEqual(form === PASSWORD ? [`SignUp ${cognito}`] : []);
    }
    expect(token).toMatch(/^ey[\w-]+\.ey[\w-]+\.[\w-]+$/);
    expect(whoGot(token)).toEqual([`PUT ${api}`]);
  }
});

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
