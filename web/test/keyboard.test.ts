import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { see } from "./support/steps";
import { whyNoBrowser } from "./support/chromium";
import { unexpected, World } from "./support/world";

const password = "correct horse 9 Battery";

describe("by keys alone", { skip: whyNoBrowser() }, () => {
  let world: World;
  const cleanUps: (() => Promise<void> | void)[] = [];
  before(async () => {
    world = await World.start({ after: (cleanUp) => cleanUps.push(cleanUp) });
  });
  after(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  test("an account is made, an item stored and read, and one is signed out", async (t) => {
    const { page, complaints } = await world.open(t);
    const email = "keys@example.com";
    await see(page, "Read and store items");

    await tabTo(page, "Create an account");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "E-mail");
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await see(page, `A code was sent to ${email}.`);
    assert.equal(await focused(page), "Code from the e-mail");
    await page.keyboard.type(world.pool.codeOf(email));
    await page.keyboard.press("Enter");
    await see(page, "You can sign in now.");
    assert.equal(await focused(page), "Password");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await see(page, `Signed in as ${email}`);
    assert.equal(await focused(page), "Account");

    await tabTo(page, "Food store");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "Pet store");
    await tabTo(page, "GET read");
    await page.keyboard.press("ArrowRight");
    await tabTo(page, "Id (petId)");
    await page.keyboard.type("cat");
    await tabTo(page, "Item, a JSON object");
    await page.keyboard.type('{"name": "Tom}');
    await page.keyboard.press("Control+Enter");
    await see(page, "the closing double quote is missing.");
    assert.equal(await focused(page), "Item, a JSON object");
    assert.equal(await page.evaluate(() => getSelection()?.toString()), '"Tom}');
    await page.keyboard.type('"Tom"}');
    await tabTo(page, "Store the item");
    await page.keyboard.press("Enter");
    await see(page, "200 OK");
    assert.equal(world.api.requests.at(-1)?.line, "PUT /petstore/pets/cat");
    assert.equal(await focused(page), "Store the item");

    await tabTo(page, "PUT store", "Shift+Tab");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await see(page, "GET /petstore/pets/cat");

    await tabTo(page, /^200 PUT \/petstore\/pets\/cat/);
    await page.keyboard.press("Enter");
    await tabTo(page, "Clear", "Shift+Tab");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "History");
    await tabTo(page, "Sign out", "Shift+Tab");
    await page.keyboard.press("Enter");
    await see(page, "You are signed out.");
    assert.deepEqual(unexpected(complaints), []);
  });

  test("the first stop skips the account, and no stop is out of sight", async (t) => {
    const { page } = await world.open(t, { width: 320, height: 640 });
    await see(page, "Read and store items");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the request");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Food store");
  });

  test("fields that are missing are named, and the focus goes there", async (t) => {
    const { page } = await world.open(t);
    await see(page, "Read and store items");
    await tabTo(page, "Sign in");
    await page.keyboard.press("Enter");
    await see(page, "E-mail is missing.");
    assert.equal(await focused(page), "E-mail");
    await tabTo(page, "Read the item");
    await page.keyboard.press("Enter");
    await see(page, "Enter an id.");
    assert.equal(await focused(page), "Id (foodId)");
    assert.deepEqual(
      world.api.requests.filter(({ line }) => line.endsWith("/")),
      [],
    );
  });
});

/** Presses a key until the element with this name or label has the focus. */
async function tabTo(page: Page, name: string | RegExp, key = "Tab"): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    seen.push(now);
    if (typeof name === "string" ? now === name : name.test(now)) return;
  }
  assert.fail(`${String(name)} is not reached by ${key}: ${seen.join(", ")}`);
}

/** The label or the text of the focused element. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    const text = element?.labels?.[0]?.textContent ?? element?.textContent ?? "";
    return text.replace(/\s+/g, " ").trim();
  });
}
