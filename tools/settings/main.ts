import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { defineCommand } from "../terminal/command-line";
import { settingsReference } from "./reference";

const SETTINGS = defineCommand({
  run: "npm run settings",
  forms: [""],
  summary: "Writes docs/reference/settings.md, the table of all settings, from the schema.",
  options: {},
  examples: [["npm run settings", "After a change of the schema that a test complains about"]],
  maxWords: 0,
});

void asCommand(SETTINGS, () => {
  const file = join(projectRoot(), "docs", "reference", "settings.md");
  const before = existing(file);
  const after = settingsReference(projectRoot());
  if (after !== before) writeFileSync(file, after);
  console.log(`docs/reference/settings.md: ${after === before ? "unchanged" : "written anew"}`);
  return 0;
});

function existing(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
