import { join } from "node:path";
import { projectRoot } from "../project-root";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { didYouMean } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { drawPages } from "./pages";
import { stackDiagram } from "./stack-diagram";
import { DIAGRAM } from "./command-line";

void asCommand(DIAGRAM, async ({ words: [name] }) => {
  const root = projectRoot();
  const synthesis = Synthesis.read(join(root, "cdktf.out"));
  if (name !== undefined) {
    const names = synthesis.stacks.map((stack) => stack.name);
    if (!names.includes(name)) {
      throw new UserError(`There is no stack ${name} in cdktf.out.${didYouMean(name, names)}`);
    }
    const diagram = await stackDiagram(synthesis.stack(name).json);
    if (diagram === undefined) {
      throw new UserError(
        `There is nothing to draw in ${name}: it serves no requests, runs no tasks and has no pipeline.`,
      );
    }
    console.log(diagram);
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
