import { type RunOptions, type Tier, runTier, runTiers } from "../../../tools/test/tier";
import { summary } from "../../../tools/test/summary";

const passing: Tier = {
  name: "unit",
  about: "",
  run: () => Promise.resolve({ passed: 3, failed: [], skipped: [] }),
};
const lacking: Tier = {
  ...passing,
  name: "terraform",
  missingTools: () => [
    { tool: "terraform", reason: "there is no terraform", howToEnable: "Install it." },
  ],
};

describe("runTier", () => {
  const { CI } = process.env;

  beforeEach(() => {
    delete process.env.CI;
  });

  afterAll(() => {
    if (CI !== undefined) process.env.CI = CI;
  });

  it("runs a tier whose tools are there", async () => {
    expect(await runTier({ ...passing, missingTools: () => [] })).toMatchObject({ passed: 3 });
  });

  it("skips a tier that lacks a tool, and says how to enable it", async () => {
    expect(await runTier(lacking)).toMatchObject({
      passed: 0,
      failed: [],
      skipped: [{ name: "all of terraform", reason: "there is no terraform. Install it." }],
    });
  });

  it.each(["true", "1"])("fails it where CI is %s", async (value) => {
    process.env.CI = value;
    expect(await runTier(lacking)).toMatchObject({
      failed: ["terraform (cannot run in CI: there is no terraform. Install it.)"],
      skipped: [],
    });
  });

  it("skips it where CI is false", async () => {
    process.env.CI = "false";
    expect(await runTier(lacking)).toMatchObject({ failed: [] });
  });
});

describe("runTiers", () => {
  const ended: string[] = [];
  const started: string[] = [];
  let endWaiting: () => void;
  const tier = (name: string, more: Partial<Tier> = {}): Tier => ({
    ...passing,
    name,
    run: (options: RunOptions) => {
      started.push(`${name} ${options.output}`);
      ended.push(name);
      return passing.run(options);
    },
    ...more,
  });
  const waiting = tier("waiting", {
    waits: true,
    run: async (options) => {
      started.push(`waiting ${options.output}`);
      await new Promise<void>((resolve) => (endWaiting = resolve));
      ended.push("waiting");
      return passing.run(options);
    },
  });

  beforeEach(() => {
    ended.length = 0;
    started.length = 0;
  });

  it("runs a tier that waits beside the others, and one that needs quiet after it", async () => {
    const tiers = [
      tier("first"),
      waiting,
      tier("second", {
        run: (options) => {
          ended.push("second");
          endWaiting();
          return passing.run(options);
        },
      }),
      tier("quiet", { needsQuiet: true }),
    ];
    const outcomes = await runTiers(tiers, new Map(), () => undefined);
    expect(started).toEqual(["waiting gathered", "first shown", "quiet shown"]);
    expect(ended).toEqual(["first", "second", "waiting", "quiet"]);
    expect(outcomes.map(({ tier: name }) => name)).toEqual(["first", "waiting", "second", "quiet"]);
  });

  it("shows what it says as it comes when it runs alone", async () => {
    const alone = tier("alone", { waits: true });
    await runTiers([alone], new Map(), () => undefined);
    expect(started).toEqual(["alone shown"]);
  });

  it("fails when a tier beside the others breaks", async () => {
    const broken = tier("broken", { waits: true, run: () => Promise.reject(new Error("broken")) });
    await expect(runTiers([tier("first"), broken], new Map(), () => undefined)).rejects.toThrow(
      "broken",
    );
    expect(ended).toEqual(["first"]);
  });
});

it("ends with the counts of all tiers alone on a line", () => {
  const outcomes = [
    { tier: "unit", passed: 3, failed: ["a", "b"], skipped: [], seconds: 1 },
    {
      tier: "terraform",
      passed: 1,
      failed: [],
      skipped: [{ name: "c", reason: "no tool" }],
      seconds: 2,
    },
  ];
  const lines = summary(outcomes).split("\n");
  expect(lines.at(-1)).toBe("tests: 4 passed, 2 failed, 1 skipped");
  expect(lines).toEqual(
    expect.arrayContaining([
      "tier       passed  failed  skipped  seconds",
      "failed   unit: a",
      "failed   unit: b",
      "skipped  terraform: c: no tool",
    ]),
  );
});
