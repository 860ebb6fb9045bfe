import { Slots } from "../../../tools/process/slots";

test("lets no more tasks run at once than there are slots", async () => {
  const slots = new Slots(2);
  const running: number[] = [];
  let now = 0;
  const task = async (): Promise<void> => {
    now += 1;
    running.push(now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    now -= 1;
  };
  await Promise.all([1, 2, 3, 4, 5].map(() => slots.use(task)));
  expect(running).toHaveLength(5);
  expect(Math.max(...running)).toBe(2);
});

test("gives a slot back when a task fails", async () => {
  const slots = new Slots(1);
  await expect(slots.use(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  await expect(slots.use(() => Promise.resolve("done"))).resolves.toBe("done");
});
