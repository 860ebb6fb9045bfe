import { Progress, withProgress } from "../../../tools/terminal/progress";

function streamOf(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  return { written, stream: { isTTY, columns: 80, write } as unknown as NodeJS.WriteStream };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it("says nothing of what is done within two seconds", () => {
  const { stream, written } = streamOf(false);
  const progress = new Progress("Waiting", stream);
  jest.advanceTimersByTime(1750);
  progress.end();
  jest.advanceTimersByTime(60_000);
  expect(written).toEqual([]);
});

it("prints a line after two seconds, and then every 30 seconds, where there is no terminal", () => {
  const { stream, written } = streamOf(false);
  const progress = new Progress("Waiting", stream);
  jest.advanceTimersByTime(40_000);
  progress.end();
  expect(written.filter((text) => text !== "")).toEqual([
    "Waiting ... 2 s\n",
    "Waiting ... 32 s\n",
  ]);
});

it("renews one line each second on a terminal, and erases it", () => {
  const { stream, written } = streamOf(true);
  const progress = new Progress("Waiting", stream);
  jest.advanceTimersByTime(4000);
  progress.end();
  const erase = "\r\u001b[2K";
  expect(written.filter((text) => text !== "")).toEqual([
    "Waiting ... 2 s",
    erase,
    "Waiting ... 3 s",
    erase,
    "Waiting ... 4 s",
    erase,
  ]);
});

it("tells what a step is about, of work that blocks the event loop", () => {
  const { stream, written } = streamOf(false);
  const progress = new Progress("Simulating", stream);
  progress.step("Simulating 1 %");
  expect(written).toEqual([]);
  jest.spyOn(performance, "now").mockReturnValue(performance.now() + 5000);
  progress.step("Simulating 40 %");
  jest.restoreAllMocks();
  progress.end();
  expect(written.join("")).toBe("Simulating 40 % ... 5 s\n");
});

it("ends with its work, also where that fails", async () => {
  const print = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const failed = withProgress("Failing", () => Promise.reject(new Error("failed")));
  await expect(failed).rejects.toThrow("failed");
  jest.advanceTimersByTime(60_000);
  expect(print.mock.calls.filter(([text]) => text !== "")).toEqual([]);
  print.mockRestore();
});
