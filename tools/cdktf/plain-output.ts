import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { isPlain } from "../terminal/style";

/** What cdktf-cli 0.21.0 draws ten times a second, terminal or not: "⠋  Synthesizing". */
const SPINNER = /^[\u2800-\u28ff]\s+(\S.*)$/;

/** Shows the output of the cdktf command as plain lines: its colors are taken out, and each state of its spinner is one line. */
export function showWithoutSpinner(from: Readable | null, to: NodeJS.WritableStream): void {
  if (from === null) return;
  let state = "";
  createInterface({ input: from }).on("line", (line) => {
    const plain = stripVTControlCharacters(line).trimEnd();
    const shown = SPINNER.exec(plain)?.[1];
    if (plain === "" || shown === state) return;
    if (shown !== undefined) state = shown;
    to.write(`${shown ?? plain}\n`);
  });
}

/** Variables by which the cdktf command and Terraform leave out colors. Terraform does not know NO_COLOR. */
export function withoutColors(): NodeJS.ProcessEnv {
  if (!isPlain(process.stdout)) return {};
  const verbs = ["init", "plan", "apply", "destroy"];
  return {
    FORCE_COLOR: "0",
    ...Object.fromEntries(verbs.map((verb) => [`TF_CLI_ARGS_${verb}`, "-no-color"])),
  };
}
