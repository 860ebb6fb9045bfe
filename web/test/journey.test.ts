import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { accountField, createAccount, see, sendItem, signIn } from "./support/steps";
import { whyNoBrowser } from "./support/chromium";
import { unexpected, World } from "./support/world";

const password = "correct horse 9 Battery";

describe("a visit", { skip: whyNoBrowser() }, () => {
  let world: World;
  const cleanUps: (() => Promise<void> | void)[] = [];
  before(async () => {
    world = await World.start({ after: (cleanUp) => cleanUps.push(cleanUp) });
  });
  after(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  test("signs up, confirms, signs in, stores, reads, signs out, and gets a 401 that it understands", async (t) => {
    const { page, complaints } = await world.open(t);
    const email = "someone@example.com";
    await createAccount(page, email, password);
    await accountField(page, "Code from the e-mail").fill("000000x");
    await page.getByRole("button", { name: "Confirm" }).click();
    await see(page, "The code is wrong.");
    await accountField(page, "Code from the e-mail").fill(world.pool.codeOf(email));
    await page.getByRole("button", { name: "Confirm" }).click();
    await see(page, "Your e-mail is confirmed. You can sign in now.");
    assert.equal(await accountField(page, "E-mail").inputValue(), email);

    await signIn(page, email, `${password}x`);
    await see(page, "E-mail or password is wrong.");
    await signIn(page, email, password);
    await see(page, "Signed in as someone@example.com");

    await sendItem(page, {
      store: "Food store",
      id: "a/b ü",
      item: '{"x": 1, "big": 9007199254740993}',
    });
    await see(page, "200 OK");
    await see(page, /\d+ ms/);
    assert.match(await bodyOf(page), /"big": 9007199254740993,\n {2}"foodId": "a\/b ü"\n}$/);
    const stored = world.api.requests.at(-1);
    assert.equal(stored?.line, "PUT /foodstore/foods/a%2Fb%20%C3%BC");
    assert.match(stored?.authorization ?? "", /^ey[\w-]+\.ey[\w-]+\.[\w-]+$/);

    await page.getByRole("button", { name: "Sign out" }).click();
    await see(page, "You are signed out.");
    await sendItem(page, { store: "Food store", id: "a/b ü" });
    await see(page, "200 OK");
    assert.match(await bodyOf(page), /9007199254740993/);
    assert.equal(world.api.requests.at(-1)?.authorization, undefined);

    await sendItem(page, { store: "Pet store", id: "cat", item: "{}" });
    await see(page, "401 Unauthorized");
    await see(page, "You are not signed in. Sign in to store items");
    assert.equal(world.api.requests.at(-1)?.line, "PUT /petstore/pets/cat");

    const history = page.getByRole("list").getByRole("button");
    assert.equal(await history.count(), 3);
    await history.last().click();
    await see(page, "200 OK");
    assert.match(await bodyOf(page), /"x": 1/);
    assert.deepEqual(unexpected(complaints), []);
  });

  test("no password leaves the browser by signing in, and nothing outlasts the tab", async (t) => {
    const { page } = await world.open(t);
    const email = "careful@example.com";
    await haveAccount(page, email);
    const before = world.cognito.requests.length;
    await signIn(page, email, password);
    await see(page, "You are signed in");
    const sent = world.cognito.requests.slice(before);
    assert.deepEqual(
      sent.map(({ action }) => action),
      ["InitiateAuth", "RespondToAuthChallenge"],
    );
    assert.ok(sent.every(({ body }) => !body.includes(password)));
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
    assert.equal(await page.evaluate(() => document.cookie), "");
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    assert.ok(kept.includes("accessToken") && !kept.includes(password));

    await page.reload();
    await see(page, `Signed in as ${email}`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await see(page, "You are signed out.");
    assert.equal(world.cognito.requests.at(-1)?.action, "RevokeToken");
    const left = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    assert.ok(!/accessToken|refreshToken/.test(left), left);
  });

  test("a token that has expired is renewed before a PUT", async (t) => {
    const { page } = await world.open(t);
    world.pool.tokenSeconds = -60;
    t.after(() => (world.pool.tokenSeconds = 3600));
    await haveAccount(page, "late@example.com");
    await signIn(page, "late@example.com", password);
    await see(page, "You are signed in");
    world.pool.tokenSeconds = 3600;
    await sendItem(page, { store: "Food store", id: "late", item: "{}" });
    await see(page, "200 OK");
    assert.equal(world.cognito.requests.at(-1)?.action, "GetTokensFromRefreshToken");
  });

  test("a session that Cognito has ended is said to be over, and the PUT is explained", async (t) => {
    const { page } = await world.open(t);
    world.pool.tokenSeconds = -60;
    t.after(() => (world.pool.tokenSeconds = 3600));
    await haveAccount(page, "gone@example.com");
    await signIn(page, "gone@example.com", password);
    await see(page, "You are signed in");
    world.pool.endSessions();
    await sendItem(page, { store: "Food store", id: "gone", item: "{}" });
    await see(page, "401 Unauthorized");
    await see(page, "Your session has ended. Sign in again.");
    assert.equal(await page.locator("#who").innerText(), "Not signed in");
    assert.equal(world.api.requests.at(-1)?.authorization, undefined);
  });

  test("an API that admits no page from here is explained", async (t) => {
    const { page } = await world.open(t);
    const { allowedOrigin } = world.api;
    world.api.allowedOrigin = "https://elsewhere.example.com";
    t.after(() => (world.api.allowedOrigin = allowedOrigin));
    await sendItem(page, { store: "Food store", id: "a" });
    await see(page, "No response");
    await see(page, "corsOrigins");
  });

  test("an account that is not confirmed leads to the code, which can be sent anew", async (t) => {
    const { page } = await world.open(t);
    const email = "slow@example.com";
    await createAccount(page, email, password);
    await page.getByRole("button", { name: "Back to sign in" }).click();
    await signIn(page, email, password);
    await see(page, "Your e-mail is not confirmed yet.");
    const first = world.pool.codeOf(email);
    await page.getByRole("button", { name: "Send a new code" }).click();
    await see(page, `A new code was sent to ${email}.`);
    assert.notEqual(world.pool.codeOf(email), first);
  });

  test("a forgotten password is set anew with a code", async (t) => {
    const { page } = await world.open(t);
    const email = "forgetful@example.com";
    await haveAccount(page, email);
    await page.getByRole("button", { name: "Forgot the password?" }).click();
    await accountField(page, "E-mail").fill(email);
    await page.getByRole("button", { name: "Send the code" }).click();
    await see(page, "a code was sent there");
    await accountField(page, "Code from the e-mail").fill(world.pool.codeOf(email));
    await accountField(page, "New password").fill("short");
    await page.getByRole("button", { name: "Set the password" }).click();
    await see(page, "Password not long enough");
    await accountField(page, "New password").fill("another Battery 10");
    await page.getByRole("button", { name: "Set the password" }).click();
    await see(page, "The new password is set. You can sign in now.");
    await signIn(page, email, "another Battery 10");
    await see(page, "You are signed in");
  });

  async function haveAccount(page: Page, email: string): Promise<void> {
    await createAccount(page, email, password);
    await accountField(page, "Code from the e-mail").fill(world.pool.codeOf(email));
    await page.getByRole("button", { name: "Confirm" }).click();
    await see(page, "You can sign in now.");
  }
});

async function bodyOf(page: Page): Promise<string> {
  return page.getByRole("region", { name: "Body of the answer" }).innerText();
}
