import { randomUUID } from "node:crypto";
import { accountField, createAccount, see, sendItem, signIn } from "../../web/test/support/steps";
import { describeInBrowser, type PageVisit, PageWorld, PASSWORD } from "./page-visit";

const HOURS = 3600_000;

describeInBrowser("an account at the page of http-api", () => {
  let world: PageWorld;
  let visit: PageVisit;
  let email: string;
  beforeAll(async () => {
    world = await PageWorld.start();
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    visit = await world.visit();
    email = `${randomUUID()}@example.com`;
  });
  afterEach(async () => {
    expect(visit.complaints).toEqual([]);
    await visit.page.context().close();
  });

  it("has its tokens renewed when they are too old to store an item", async () => {
    await visit.signUp(email);
    await visit.signIn(email);
    const first = await visit.accessToken();
    await visit.page.clock.setSystemTime(Date.now() + 2 * HOURS);
    await sendItem(visit.page, { store: "Food store", id: "late", item: "{}" });
    expect(await visit.answer()).toMatchObject({ status: "200 OK" });
    expect(visit.cognitoCalls.at(-1)).toBe("GetTokensFromRefreshToken");
    expect(visit.requests.at(-1)!.headers().authorization).toBe(await visit.accessToken());
    expect(await visit.accessToken()).not.toBe(first);
  });

  it("learns that its session was ended elsewhere, and why a PUT is refused then", async () => {
    await visit.signUp(email);
    await visit.signIn(email);
    await signOutEverywhere(await visit.accessToken());
    await visit.page.clock.setSystemTime(Date.now() + 2 * HOURS);
    await sendItem(visit.page, { store: "Pet store", id: "gone", item: "{}" });
    expect(await visit.answer()).toMatchObject({ status: "401 Unauthorized" });
    await see(visit.page, "Your session has ended. Sign in again.");
    await visit.screenshot("8 session ended");
    expect(visit.refusals).toEqual([
      "400 GetTokensFromRefreshToken",
      "401 PUT /petstore/pets/gone",
    ]);
  });

  it("is still signed in when the page is loaded again, and in no other tab", async () => {
    await visit.signUp(email);
    await visit.signIn(email);
    await visit.page.reload();
    await see(visit.page, `Signed in as ${email}`);
    const other = await visit.page.context().newPage();
    await other.goto(world.run.url("page"));
    await other.getByText("Not signed in").waitFor();
  });

  it("gets a new code, after which the first is none", async () => {
    await createAccount(visit.page, email, PASSWORD);
    const first = await visit.nextCode(email);
    await visit.click("Back to sign in");
    await signIn(visit.page, email, PASSWORD);
    await see(visit.page, "Your e-mail is not confirmed yet.");
    await visit.click("Send a new code");
    await see(visit.page, `A new code was sent to ${email}.`);
    const second = await visit.nextCode(email);
    if (first !== second) {
      await visit.confirm(first);
      await see(visit.page, "The code is wrong.");
    }
    await visit.confirm(second);
    await see(visit.page, "Your e-mail is confirmed. You can sign in now.");
    await visit.signIn(email);
  });

  it("sets a forgotten password anew, after which the old one is wrong", async () => {
    const next = `${PASSWORD} 2`;
    await visit.signUp(email);
    await visit.click("Forgot the password?");
    await accountField(visit.page, "E-mail").fill(email);
    await visit.click("Send the code");
    await see(visit.page, "a code was sent there");
    await accountField(visit.page, "Code from the e-mail").fill(await visit.nextCode(email));
    await accountField(visit.page, "New password").fill(next);
    await visit.click("Set the password");
    await see(visit.page, "The new password is set. You can sign in now.");
    await signIn(visit.page, email, PASSWORD);
    await see(visit.page, "E-mail or password is wrong.");
    await visit.signIn(email, next);
  });

  async function signOutEverywhere(token: string): Promise<void> {
    const { cognitoEndpoint } = await world.settings();
    const answer = await fetch(cognitoEndpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.GlobalSignOut",
      },
      body: JSON.stringify({ AccessToken: token }),
    });
    expect(answer.status).toBe(200);
  }
});
