import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";

/** Prints the file help, whose first line lets it be run as a program: `./help`. */
const [, ...lines] = readFileSync(join(projectRoot(), "help"), "utf8").split("\n");
process.stdout.write(lines.join("\n"));
