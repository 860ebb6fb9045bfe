import { overview } from "../../../tools/test/tier";
import { TIERS } from "../../../tools/test/tiers";

it("[2026-11 A11] prints at the start what will run, and how long each part takes", () => {
  const [head, ...lines] = overview(TIERS);
  expect(head).toBe("On two cores:");
  expect(lines).toHaveLength(TIERS.length);
  for (const line of lines) expect(line).toMatch(/^ +[a-z]+ +about \d+ min +\S/);
});
