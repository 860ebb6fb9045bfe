import { stylesFor } from "../terminal/style";
import { layOut } from "../terminal/table";
import { type TierOutcome, sum } from "./tier";

/** A table of the tiers, then the names of failed and skipped tests, and only the counts on the last line. */
export function summary(outcomes: readonly TierOutcome[]): string {
  const { bold, red, yellow } = stylesFor(process.stdout);
  const { passed, failed, skipped } = sum(outcomes);
  return [
    "",
    ...table(outcomes).map((line, index) => (index === 0 ? bold(line) : line)),
    "",
    ...outcomes.flatMap(({ tier, skipped: own }) =>
      own.map(({ name, reason }) => `${yellow("skipped")}  ${tier}: ${name}: ${reason}`),
    ),
    ...outcomes.flatMap(({ tier, failed: own }) =>
      own.map((name) => `${red("failed")}   ${tier}: ${name}`),
    ),
    `tests: ${passed} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ].join("\n");
}

function table(outcomes: readonly TierOutcome[]): string[] {
  return layOut(
    [
      ["tier", "passed", "failed", "skipped", "seconds"],
      ...outcomes.map(({ tier, passed, failed, skipped, seconds }) => [
        tier,
        String(passed),
        String(failed.length),
        String(skipped.length),
        seconds.toFixed(1),
      ]),
    ],
    [1, 2, 3, 4],
  );
}
