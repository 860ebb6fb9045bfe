import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { TIERS } from "../test/tiers";
import { HELP, SHELLS } from "./command-line";
import { COMMANDS } from "./commands";
import { completions, type Names } from "./completion";
import { completionScript } from "./completion-script";

void asCommand(HELP, ({ words: [topic, shell, ...line] }) => {
  if (topic === undefined) {
    // Its first line lets the file be run as a program: `./help`.
    const [, ...lines] = readFileSync(join(projectRoot(), "help"), "utf8").split("\n");
    process.stdout.write(lines.join("\n"));
    return 0;
  }
  requireKnown("topic", [topic], ["completion"]);
  // What the scripts ask at each press of the Tab key.
  if (shell === "words") {
    for (const word of completions(line, COMMANDS, names())) console.log(word);
    return 0;
  }
  const known = SHELLS.find((each) => each === shell);
  if (shell === undefined || line.length > 0) {
    throw new UserError("Name one shell, as in: npm run -s help -- completion bash");
  }
  if (known === undefined) requireKnown("completion for", [shell], SHELLS);
  else process.stdout.write(completionScript(known));
  return 0;
});

function names(): Names {
  const folder = join(projectRoot(), process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const benches = readdirSync(join(projectRoot(), "bench"), { withFileTypes: true });
  return {
    tier: TIERS.map(({ name }) => name),
    bench: benches
      .filter(({ name }) => existsSync(join(projectRoot(), "bench", name, "main.ts")))
      .map(({ name }) => name),
    // Before the first synth there are no names to offer.
    ...(existsSync(join(folder, "manifest.json")) ? namesIn(Synthesis.read(folder)) : {}),
  };
}

function namesIn({ systems, environments, stacks }: Synthesis): Names {
  return { system: systems, environment: environments, stack: stacks.map(({ name }) => name) };
}
