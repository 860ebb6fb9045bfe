/**
 * Does something with each item as soon as it is done with those that come before it, side by side where nothing does.
 * Ends when all have ended, and fails with the first failure: nothing is left running behind it.
 *
 * @param before names of the items that come before the one of a name; names that are not among the items don't count
 */
export async function eachAfter<Item extends { readonly name: string }>(
  items: readonly Item[],
  before: (name: string) => readonly string[],
  action: (item: Item) => Promise<void>,
): Promise<void> {
  const done = new Map<string, Promise<void>>();
  const run = (item: Item): Promise<void> => {
    const known = done.get(item.name);
    if (known !== undefined) return known;
    const former = items.filter(({ name }) => before(item.name).includes(name)).map(run);
    const running = Promise.all(former).then(() => action(item));
    done.set(item.name, running);
    return running;
  };
  const results = await Promise.allSettled(items.map(run));
  const failure = results.find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw failure.reason;
}
