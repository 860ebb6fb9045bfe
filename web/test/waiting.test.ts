import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Call } from "../src/request/call";
import { sendPatiently } from "../src/request/patience";
import { see } from "./support/steps";
import { whyNoBrowser } from "./support/chromium";
import { World } from "./support/world";

/** Sends to an API that answers with these statuses, the last one for ever; time passes at once. */
async function sendTo(statuses: readonly number[], minutes?: number, stopAt = Infinity) {
  const stop = new AbortController();
  const pauses: number[] = [];
  let sent = 0;
  const call = await sendPatiently(
    () => {
      const status = statuses[Math.min(sent, statuses.length - 1)] ?? 0;
      sent += 1;
      return Promise.resolve({ answer: { status, statusText: "", body: "" } } as Call);
    },
    {
      minutes,
      signal: stop.signal,
      onPause: (_, seconds) => pauses.push(seconds),
      sleep: () => {
        if (pauses.length >= stopAt) stop.abort();
        return Promise.resolve();
      },
    },
  );
  return { status: call.answer?.status, sent, pauses };
}

test("sends again with longer and longer pauses, until the service answers", async () => {
  const found = await sendTo([503, 503, 503, 503, 503, 200], 5);
  assert.deepEqual(found, { status: 200, sent: 6, pauses: [5, 10, 20, 30, 30] });
});

test("gives up after twice the time that the service needs", async () => {
  const { status, pauses } = await sendTo([503], 5);
  assert.equal(status, 503);
  const waited = pauses.reduce((sum, seconds) => sum + seconds, 0);
  assert.ok(waited <= 600 && waited > 570, `waited for ${String(waited)} s`);
});

test("takes a 503 for an error where services do not stop, and any other error everywhere", async () => {
  assert.deepEqual(await sendTo([503, 200]), { status: 503, sent: 1, pauses: [] });
  assert.deepEqual(await sendTo([500, 200], 5), { status: 500, sent: 1, pauses: [] });
});

test("stops when the user wants it to", async () => {
  assert.deepEqual(await sendTo([503], 5, 2), { status: 503, sent: 2, pauses: [5, 10] });
});

describe("a service that starts", { skip: whyNoBrowser() }, () => {
  let world: World;
  const cleanUps: (() => Promise<void> | void)[] = [];
  before(async () => {
    world = await World.start({ after: (cleanUp) => cleanUps.push(cleanUp) });
  });
  after(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  test("is waited for, and its answer is shown and kept alone", async (t) => {
    world.change(t, { wakeUpMinutes: 5 });
    world.api.startsAfter = 1;
    const before = world.api.requests.length;
    const { page } = await world.open(t);
    await page.getByLabel("Id (").fill("apple");
    await page.getByRole("button", { name: "Read the item" }).click();
    await see(page, "The service is starting. This takes about 5 minutes.");
    await see(page, /Sent once so far. Next at/);
    assert.match(
      (await page.getByRole("status").allTextContents()).join(),
      /for 10 minutes at most/,
    );
    await page.getByText("200 OK").first().waitFor();
    assert.equal(await page.getByRole("button", { name: "Stop waiting" }).count(), 0);
    assert.equal(await page.getByRole("list").getByRole("button").count(), 1);
    assert.equal(world.api.requests.length - before, 2);
  });

  test("is not waited for any longer when the user stops it", async (t) => {
    world.change(t, { wakeUpMinutes: 5 });
    world.api.startsAfter = 100;
    t.after(() => (world.api.startsAfter = 0));
    const { page } = await world.open(t);
    await page.getByLabel("Id (").fill("apple");
    await page.getByRole("button", { name: "Read the item" }).click();
    await page.getByRole("button", { name: "Stop waiting" }).press("Enter");
    await see(page, "503 Service Unavailable");
    assert.equal(world.api.startsAfter, 99);
    assert.equal(await page.locator(":focus").textContent(), "Read the item");
  });
});
