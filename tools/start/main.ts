import { join, relative } from "node:path";
import { asCommand } from "../terminal/as-command";
import { runNode } from "../terminal/node-program";
import { stylesFor } from "../terminal/style";
import { layOut } from "../terminal/table";
import { builtPage } from "./built-page";
import { nextSteps } from "./next-steps";
import { Synthesis, type SynthesizedStack } from "../synthesized/synthesis";
import { START } from "./command-line";

void asCommand(START, async ({ words: names }) => {
  for (const line of await builtPage()) console.error(line);
  const { exitCode, seconds } = await runNode([join("tools", "run.mjs"), "main.ts", ...names], {
    output: "errors-shown",
  });
  if (exitCode !== 0) return exitCode;
  const synthesis = Synthesis.read(process.env.CDKTF_OUTDIR ?? "cdktf.out");
  console.log(
    [...tables(synthesis), ...summary(synthesis.stacks, seconds), "", ...nextSteps(synthesis)].join(
      "\n",
    ),
  );
  return 0;
});

function tables(synthesis: Synthesis): string[] {
  const { bold, dim } = stylesFor(process.stdout);
  const { environments } = synthesis;
  const heads = environments.map((environment) => [environment, "resources", "warnings", "where"]);
  const rows = environments.map((environment) =>
    synthesis.stacks
      .filter((stack) => synthesis.environmentOf(stack) === environment)
      .map(({ name, json, warnings, file }) => [
        `  ${name}`,
        String(json.allResources.length),
        warnings.length > 0 ? String(warnings.length) : "-",
        relative(process.cwd(), file),
      ]),
  );
  // One layout for all, so that the columns of the environments stand below each other.
  const lines = layOut(
    heads.flatMap((head, index) => [head, ...(rows[index] ?? [])]),
    [1, 2],
  );
  let line = 0;
  return rows.flatMap((own) => {
    const [head = "", ...body] = lines.slice(line, (line += own.length + 1));
    return [bold(head), ...body.map((text) => text.replace(/\S+$/, dim)), ""];
  });
}

function summary(stacks: readonly SynthesizedStack[], seconds: number): string[] {
  const total = stacks.reduce((sum, { json }) => sum + json.allResources.length, 0);
  return [`${stacks.length} stacks, ${total} resources, in ${seconds.toFixed(1)} s.`];
}
