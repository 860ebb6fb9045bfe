import { join } from "node:path";
import { projectRoot } from "../project-root";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { defineCommand } from "../terminal/command-line";
import { didYouMean } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { drawPages } from "./pages";
import { stackDiagram } from "./stack-diagram";

const DIAGRAM = defineCommand({
  run: "npm run diagram",
  forms: ["", "<stack>"],
  summary:
    "Draws stacks from cdktf.out as Mermaid diagrams. Without a stack, it updates the diagrams in README.md and docs/.",
  options: {},
  examples: [
    ["npm run diagram", "Update the diagrams in the documentation"],
    ["npm run -s diagram -- rest-api-prod", "Print the diagram of one stack"],
  ],
  maxWords: 1,
});

void asCommand(DIAGRAM, async ({ words: [name] }) => {
  const root = projectRoot();
  const synthesis = Synthesis.read(join(root, "cdktf.out"));
  if (name !== undefined) {
    const names = synthesis.stacks.map((stack) => stack.name);
    if (!names.includes(name)) {
      throw new UserError(`There is no stack ${name} in cdktf.out.${didYouMean(name, names)}`);
    }
    console.log(await stackDiagram(synthesis.stack(name).json));
    return 0;
  }
  const changed = await drawPages(
    root,
    (name) => synthesis.stacks.find((each) => each.name === name)?.json,
  );
  console.log(
    changed.length === 0 ? "The diagrams are up to date." : `Updated ${changed.join(", ")}.`,
  );
  return 0;
});
