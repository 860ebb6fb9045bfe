import { eachAfter } from "../../../../tools/rehearse/life/environment-life";

const items = (...names: string[]) => names.map((name) => ({ name }));
const before = (name: string): string[] => (name === "web" ? ["images", "elsewhere"] : []);

/** Notes when an action begins and ends. */
async function eventsOf(names: readonly { readonly name: string }[]): Promise<string[]> {
  const events: string[] = [];
  await eachAfter(names, before, async ({ name }) => {
    events.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    events.push(`${name} ends`);
  });
  return events;
}

test("begins an item when those before it have ended, whatever their order", async () => {
  const events = await eventsOf(items("web", "images"));
  expect(events).toEqual(["images begins", "images ends", "web begins", "web ends"]);
});

test("runs independent items in parallel", async () => {
  const events = await eventsOf(items("images", "worker"));
  expect(events.slice(0, 2)).toEqual(["images begins", "worker begins"]);
});

test("begins nothing that comes after a failure, and lets the others end", async () => {
  const ended: string[] = [];
  const run = eachAfter(items("images", "web", "worker"), before, async ({ name }) => {
    if (name === "images") throw new Error("no disk");
    await new Promise((resolve) => setTimeout(resolve, 5));
    ended.push(name);
  });
  await expect(run).rejects.toThrow("no disk");
  expect(ended).toEqual(["worker"]);
});
