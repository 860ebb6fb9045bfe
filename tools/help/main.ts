import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { HELP } from "./command-line";

void asCommand(HELP, () => {
  // Its first line lets the file be run as a program: `./help`.
  const [, ...lines] = readFileSync(join(projectRoot(), "help"), "utf8").split("\n");
  process.stdout.write(lines.join("\n"));
  return 0;
});
