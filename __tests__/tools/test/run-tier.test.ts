import { overview } from "../../../tools/test/tier";
import { TIERS } from "../../../tools/test/tiers";
import { runTier } from "../../../tools/test/run-tier";
import { summary } from "../../../tools/test/summary";
import type { Tier } from "../../../tools/test/tier";

const passing: Tier = {
  name: "unit",
  about: "",
  takes: "about 1 min",
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

it("[2026-11 A11] says at once what is going to run, and how long each of it takes", () => {
  const [head, ...lines] = overview(TIERS);
  expect(head).toBe("On two cores:");
  expect(lines).toHaveLength(TIERS.length);
  for (const line of lines) expect(line).toMatch(/^ +[a-z]+ +about \d+ min +\S/);
});
