import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../tools/project-root";
import { commands, pages } from "../docs/pages";
import { ProjectCopy } from "../terraform/project-copy";

/**
 * Commands of the pages that run anywhere: without AWS, a deployed system, settings that a page asks for first, a browser, an
 * image, other programs, or somebody to ask. Tests of their own run many of the others; a deployment cannot be run here.
 * __tests__/docs/commands.test.ts checks the words of all.
 */
const RUNS_ANYWHERE =
  /^npm run (-s )?(help|synth|settings|map|diagram|openapi|cost|audit|simulate|status|logs|switch)\b/;

/** What the command above it on its page has made elsewhere. */
const NEEDS_MORE = /--compare|--plan|--refresh-prices|--parameters|<\w/;

const all = pages()
  .flatMap(commands)
  .map(({ text }) => text)
  .filter((text) => RUNS_ANYWHERE.test(text) && !NEEDS_MORE.test(text));

let home: string;
let copy: ProjectCopy;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "documented-"));
  // What a command appends to files of one's own goes to the copy's.
  copy = new ProjectCopy(join(home, "project"), { ...process.env, HOME: home });
  // The help names its command, too.
  cpSync(join(projectRoot(), "bench"), join(copy.folder, "bench"), { recursive: true });
  await copy.shell("npm run synth && mkdir -p openapi");
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

it("finds the commands of the pages", () => {
  expect(new Set(all).size).toBeGreaterThan(20);
});

test.each([...new Set(all)])("[2026-11 E8] %s", async (command) => {
  await copy.shell(command);
});
