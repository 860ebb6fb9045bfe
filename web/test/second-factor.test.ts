import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { accountField, createAccount, see, signIn } from "./support/steps";
import { whyNoBrowser } from "./support/chromium";
import { unexpected, World } from "./support/world";

const password = "correct horse 9 Battery";

describe("[2026-11 C8] a sign-in with more steps", { skip: whyNoBrowser() }, () => {
  let world: World;
  const cleanUps: (() => Promise<void> | void)[] = [];
  before(async () => {
    world = await World.start({ after: (cleanUp) => cleanUps.push(cleanUp) });
  });
  after(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  test("an account that an administrator made gets a password of its owner's", async (t) => {
    world.change(t, { selfSignUp: false });
    const { page, complaints } = await world.open(t);
    await see(page, "Read and store items");
    assert.equal(await page.getByRole("button", { name: "Create an account" }).count(), 0);
    const email = "invited@example.com";
    world.pool.create(email, "temporary 1 Password");
    await signIn(page, email, "temporary 1 Password");
    await see(page, "Choose a password of your own.");
    await accountField(page, "New password").fill("short");
    await page.getByRole("button", { name: "Set the password" }).click();
    await see(page, "Password not long enough");
    await accountField(page, "New password").fill(password);
    await page.getByRole("button", { name: "Set the password" }).click();
    await see(page, `Signed in as ${email}`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(page, email, password);
    await see(page, `Signed in as ${email}`);
    assert.deepEqual(unexpected(complaints), []);
  });

  test("a required second factor is set up at the first sign-in, and asked for at the next", async (t) => {
    world.change(t, { mfa: "required" });
    world.pool.requiresApp = true;
    t.after(() => (world.pool.requiresApp = false));
    const { page, complaints } = await world.open(t);
    const email = "careful@example.com";
    await haveAccount(page, email);
    await signIn(page, email, password);
    await see(page, "Scan this code with an authenticator app");
    const key = (await page.locator("#app-key-secret").innerText()).replaceAll(" ", "");
    assert.match(key, /^[A-Z2-7]{52}$/);
    const uri = new URL(
      (await page.getByRole("link", { name: "open it" }).getAttribute("href")) ?? "",
    );
    assert.equal(uri.protocol, "otpauth:");
    assert.equal(uri.searchParams.get("secret"), key);
    await page.getByRole("img", { name: "QR code of the key" }).waitFor();
    await enterCode(page, world.pool.appCodeOf(email));
    await see(page, `Signed in as ${email}`);

    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(page, email, password);
    await see(page, "Code from the authenticator app");
    assert.equal(await page.locator("#app-key").isVisible(), false);
    await enterCode(page, "000000x");
    await see(page, "The code is wrong.");
    await enterCode(page, world.pool.appCodeOf(email));
    await see(page, `Signed in as ${email}`);
    assert.deepEqual(unexpected(complaints), []);
  });

  test("an optional second factor is added by whoever is signed in", async (t) => {
    world.change(t, { mfa: "optional" });
    const { page, complaints } = await world.open(t);
    const email = "maybe@example.com";
    await haveAccount(page, email);
    await signIn(page, email, password);
    await see(page, `Signed in as ${email}`);
    await page.getByRole("button", { name: "Add an authenticator app" }).click();
    await see(page, "Scan this code");
    await enterCode(page, world.pool.appCodeOf(email));
    await see(page, "From now on, each sign-in asks for a code of the app.");
    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(page, email, password);
    await see(page, "Code from the authenticator app");
    await enterCode(page, world.pool.appCodeOf(email));
    await see(page, `Signed in as ${email}`);
    assert.deepEqual(unexpected(complaints), []);
  });

  test("without a second factor in the pool, none can be added", async (t) => {
    const { page } = await world.open(t);
    await haveAccount(page, "plain@example.com");
    await signIn(page, "plain@example.com", password);
    await see(page, "Signed in as plain@example.com");
    assert.equal(await page.getByRole("button", { name: "Add an authenticator app" }).count(), 0);
  });

  test("Cognito's own pages take the place of the forms, and lead back with a code", async (t) => {
    const pages = world.startSignInPages(t);
    const { page, complaints } = await world.open(t);
    await pages.answerIn(page);
    await see(page, "Read and store items");
    assert.equal(await accountField(page, "Password").count(), 0);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await see(page, "Signed in as pages@example.com");
    const asked = pages.authorize.at(-1);
    assert.equal(asked?.get("response_type"), "code");
    assert.equal(asked.get("redirect_uri"), `${world.host.url}/`);
    assert.deepEqual(asked.get("scope")?.split(" "), ["openid", "email", "stores/write"]);
    assert.ok(asked.has("code_challenge"));
    assert.equal(pages.tokens.at(-1)?.get("code"), "one-time");
    assert.ok(pages.tokens.at(-1)?.has("code_verifier"));
    assert.equal(new URL(page.url()).search, "");
    assert.deepEqual(unexpected(complaints), []);
  });

  async function haveAccount(page: Page, email: string): Promise<void> {
    await createAccount(page, email, password);
    await accountField(page, "Code from the e-mail").fill(world.pool.codeOf(email));
    await page.getByRole("button", { name: "Confirm" }).click();
    await see(page, "You can sign in now.");
  }

  async function enterCode(page: Page, code: string): Promise<void> {
    await page.locator("#factor-code").fill(code);
    await page.getByRole("button", { name: "Continue" }).click();
  }
});
