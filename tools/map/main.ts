import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { withDiagrams } from "./design-page";
import { MAP } from "./command-line";

void asCommand(MAP, () => {
  const file = join(projectRoot(), "docs", "design.md");
  const before = readFileSync(file, "utf8");
  const after = withDiagrams(before, projectRoot());
  if (after !== before) writeFileSync(file, after);
  console.log(`docs/design.md: ${after === before ? "up to date" : "updated"}`);
  return 0;
});
