import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { UserError } from "../terminal/user-error";
import { settingsReference, systemPage, withSettings } from "./reference";
import { SETTINGS } from "./command-line";

void asCommand(SETTINGS, () => {
  const { environment, systems } = settingsReference(projectRoot());
  const pages = Object.entries(systems).map(([system, settings]) => {
    const page = systemPage(system);
    return [page, withSettings(existing(page), system, settings)] as const;
  });
  for (const [page, content] of [["docs/reference/settings.md", environment], ...pages]) {
    const isChanged = content !== readFileSync(join(projectRoot(), page), "utf8");
    if (isChanged) writeFileSync(join(projectRoot(), page), content);
    console.log(`${page}: ${isChanged ? "updated" : "up to date"}`);
  }
  return 0;
});

/** @throws UserError when a system has no page yet */
function existing(page: string): string {
  const file = join(projectRoot(), page);
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new UserError(
    `There is no ${page}. Write a page for the system: copy one of its neighbors and change its comments "diagram:" and "settings:".`,
  );
}
