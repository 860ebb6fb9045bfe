import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { Progress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { settingsJsonSchema } from "../../settings/json-schema";
import { inOrder, withDefaults, withDescriptions } from "./described-schema";
import {
  readSettings,
  type Setting,
  settingsReference,
  systemPage,
  withSettings,
} from "./reference";
import { SETTINGS } from "./command-line";

const SCHEMA = "docs/reference/settings.schema.json";

void asCommand(SETTINGS, () => {
  const progress = new Progress("Reading the settings");
  const schema = settingsJsonSchema();
  const read = readSettings(projectRoot(), () => {
    progress.step();
  });
  const all = inOrder(schema, withDefaults(schema, read));
  progress.end();
  const { environment, systems } = settingsReference(all);
  const pages = Object.entries(systems).map(([system, settings]) => {
    const page = systemPage(system);
    return [page, withSettings(existing(page), system, settings)] as const;
  });
  const written = [
    ["docs/reference/settings.md", environment],
    [SCHEMA, schemaText(all)],
    ...pages,
  ] as const;
  for (const [page, content] of written) {
    const file = join(projectRoot(), page);
    const isChanged = !existsSync(file) || content !== readFileSync(file, "utf8");
    if (isChanged) writeFileSync(file, content);
    console.log(`${page}: ${isChanged ? "updated" : "up to date"}`);
  }
  return 0;
});

function schemaText(all: readonly Setting[]): string {
  const described = withDescriptions(settingsJsonSchema(), all);
  return `${JSON.stringify(described, undefined, 1)}\n`;
}

/** @throws UserError when a system has no page yet */
function existing(page: string): string {
  const file = join(projectRoot(), page);
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new UserError(
    `There is no ${page}. Write a page for the system: copy one of its neighbors and change its comments "diagram:" and "settings:".`,
  );
}
