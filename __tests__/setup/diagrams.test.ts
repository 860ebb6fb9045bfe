import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as shipped from "../../environments/all";
import { pagesWithDiagrams, withDiagrams } from "../../tools/diagram/pages";
import { projectRoot } from "../../tools/project-root";
import { StackJson } from "../../tools/synthesized/stack-json";
import { dev } from "../fixtures/environments/dev";
import { synthEnvironments } from "../support/environments";

/* Not in the unit tier: whoever edits an environment need not draw the project's pages again to have it pass. */

const shownStacks = synthEnvironments({ ...shipped }).stacks;
// A system that no shipped environment runs is shown as in the tests' own environments.
const { stacks } = synthEnvironments({ dev });

test.each(pagesWithDiagrams(projectRoot()))(
  "%s shows what is synthesized: run `npm run diagram` after a change",
  async (page) => {
    const text = readFileSync(join(projectRoot(), page), "utf8");
    const shown = await withDiagrams(text, (name) => {
      const found = shownStacks[name] ?? stacks[name];
      return found === undefined ? undefined : new StackJson(found.json);
    });
    expect(text).toBe(shown);
  },
);
