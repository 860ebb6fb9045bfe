import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../tools/project-root";
import { NEVER_TAKEN, NOT_IN_JSON, OVERRIDDEN } from "../sweeps/without-effect";

const page = readFileSync(
  join(projectRoot(), "docs", "reference", "settings-without-effect.md"),
  "utf8",
);
/** Second cells of the tables' rows. */
const reasons = page
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, setting = ""]) => setting.includes("`"))
  .map(([, , reason = ""]) => reason);

test("every setting that the sweep lets pass without an effect is documented, with its reason, and no other", () => {
  const listed = [...NOT_IN_JSON, ...OVERRIDDEN, ...NEVER_TAKEN].map(([, reason]) => reason);
  expect(reasons).toEqual(listed);
});
