import axe from "axe-core";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { accountField, createAccount, see, sendItem, signIn } from "./support/steps";
import { whyNoBrowser } from "./support/chromium";
import { unexpected, World, type Visit } from "./support/world";

const password = "correct horse 9 Battery";
/** Kept so that you can look at the screenshots. */
const screenshots = "reports/screenshots";

/** A state of the page, and how to reach it. */
const scenes: Readonly<Record<string, (world: World, page: Page) => Promise<void>>> = {
  "at first": () => Promise.resolve(),
  "signing up": async (_world, page) => {
    await page.getByRole("button", { name: "Create an account" }).click();
    await accountField(page, "E-mail").fill("nobody");
    await page.getByRole("button", { name: "Create the account" }).click();
    await page.locator("#account [aria-invalid]").waitFor();
  },
  confirming: async (_world, page) => {
    await createAccount(page, `${String(Math.random())}@example.com`, password);
  },
  "adding an authenticator app": async (world, page) => {
    const email = `app${String(Math.random())}@example.com`;
    world.pool.create(email, password);
    world.pool.requiresApp = true;
    await signIn(page, email, password);
    await accountField(page, "New password").fill(`${password}2`);
    await page.getByRole("button", { name: "Set the password" }).click();
    await see(page, "Scan this code");
    world.pool.requiresApp = false;
  },
  "having refused an item": async (_world, page) => {
    await page.getByLabel("PUT store").check();
    await page.getByLabel("Id (").fill("apple");
    await page.getByLabel("Item, a JSON object").fill('{\n  "name": "Apple",\n  "price": 1,20\n}');
    await page.getByRole("button", { name: "Store the item" }).click();
    await see(page, "Line 3");
  },
  "having got a 401": async (_world, page) => {
    await sendItem(page, { store: "Pet store", id: "cat", item: '{"name":"Tom"}' });
  },
  "waiting for a service that starts": async (world, page) => {
    world.api.startsAfter = 1;
    await page.getByLabel("Id (").fill("apple");
    await page.getByRole("button", { name: "Read the item" }).click();
    await see(page, "The service is starting");
    world.api.startsAfter = 0;
  },
  "signed in, with a history": async (world, page) => {
    const email = `a.very.long.address.${String(Math.random()).slice(2)}@mail.example.com`;
    await createAccount(page, email, password);
    await accountField(page, "Code from the e-mail").fill(world.pool.codeOf(email));
    await page.getByRole("button", { name: "Confirm" }).click();
    await see(page, "You can sign in now.");
    await sendItem(page, {
      store: "Pet store",
      id: "nobody/and-with-a-very-long-id-that-has-to-go-somewhere",
    });
    await sendItem(page, { store: "Food store", id: "apple", item: '{"name":"Apple"}' });
    await signIn(page, email, password);
    await see(page, "You are signed in");
    await sendItem(page, {
      store: "Food store",
      id: "apple",
      item: '{"name": "Apple", "kcal": 52, "vitamins": ["C", "K"], "price": {"EUR": 0.45}}',
    });
  },
};

/** One of each in both color schemes. Colors do not depend on the width. */
const screens = [
  { screen: "phone", width: 320, colorScheme: "dark" },
  { screen: "desk", width: 1280, colorScheme: "light" },
] as const;

describe("the look", { skip: whyNoBrowser() }, () => {
  let world: World;
  const cleanUps: (() => Promise<void> | void)[] = [];
  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    world = await World.start({ after: (cleanUp) => cleanUps.push(cleanUp) });
    world.change({ after: (cleanUp) => cleanUps.push(cleanUp) }, { wakeUpMinutes: 5 });
  });
  after(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  for (const [scene, goThere] of Object.entries(scenes))
    for (const { screen, width, colorScheme } of screens)
      test(`${scene}, on a ${screen}: nothing overflows, and everyone can use it`, async (t) => {
        const visit = await world.open(t, { width, colorScheme });
        await see(visit.page, "Read and store items");
        await goThere(world, visit.page);
        await assertSound(visit, `${scene}-${screen}`);
      });

  for (const [what, settings, message] of [
    ["missing", undefined, "settings.json could not be loaded: the page's host returned 403."],
    ["wrong", '{"region":"here"}', "apiUrl must be an https address"],
  ] as const)
    test(`settings.json is ${what}: the page says what is amiss`, async (t) => {
      const { settings: right } = world.host;
      world.host.settings = settings;
      t.after(() => (world.host.settings = right));
      const visit = await world.open(t, { width: 320 });
      await see(visit.page, message);
      assert.equal(await visit.page.getByRole("button").count(), 0);
      await assertSound(visit, `settings-${what}`);
    });

  test("the policy forbids a script in the page, and whoever would frame it", async (t) => {
    const { page, complaints } = await world.open(t);
    await page.evaluate(() => {
      const script = document.createElement("img");
      script.src = "https://example.com/pixel.png";
      document.body.append(script);
    });
    const isRefused = await page.evaluate(() => {
      try {
        document.body.insertAdjacentHTML("beforeend", "<b>html</b>");
        return false;
      } catch {
        return true;
      }
    });
    assert.ok(isRefused, "HTML as text was taken");
    assert.match(unexpected(complaints).join("\n"), /Content Security Policy/);
  });
});

async function assertSound({ page, complaints }: Visit, name: string): Promise<void> {
  const file = name.replace(/\W+/g, "-");
  await page.screenshot({ path: `${screenshots}/${file}.png`, fullPage: true });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(overflow, 0, `the page is ${String(overflow)} px too wide`);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`,
  );
  assert.deepEqual(found, []);
  assert.deepEqual(unexpected(complaints), []);
}
