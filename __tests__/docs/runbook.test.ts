import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alarmKinds } from "../../aws/observability/alarm-kinds";
import { projectRoot } from "../../tools/project-root";

const PARTS = ["What it means.", "What to look at.", "What to do."];
const [, ...sections] = readFileSync(join(projectRoot(), "docs/how-to/runbook.md"), "utf8").split(
  /^## /m,
);
const titled = sections.map((section) => section.split("\n", 1)[0] ?? "");

test("every kind of alarm has a section, and every section an alarm", () => {
  expect(titled).toEqual(Object.keys(alarmKinds));
});

test.each(sections.map((section, index) => [titled[index], section] as const))(
  "%s says what it means, what to look at and what to do",
  (_, section) => {
    const parts = [...section.matchAll(/\*\*(.+?)\*\*\s+(\S[^]*?)(?=\n\n|$)/g)];
    expect(parts.map(([, part]) => part)).toEqual(PARTS);
    for (const [, , text = ""] of parts) expect(text.length).toBeGreaterThan(10);
  },
);
