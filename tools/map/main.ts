import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { defineCommand } from "../terminal/command-line";
import { withDiagrams } from "./design-page";

const MAP = defineCommand({
  run: "npm run map",
  forms: [""],
  summary: "Updates the diagrams in docs/design.md, which show the imports between folders.",
  options: {},
  examples: [["npm run map", "Update the diagrams after imports changed"]],
  maxWords: 0,
});

void asCommand(MAP, () => {
  const file = join(projectRoot(), "docs", "design.md");
  const before = readFileSync(file, "utf8");
  const after = withDiagrams(before, projectRoot());
  if (after !== before) writeFileSync(file, after);
  console.log(`docs/design.md: ${after === before ? "up to date" : "updated"}`);
  return 0;
});
