import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { scripts } from "../../package.json";

/** As `npm run <script> -- <argument>`, without npm. */
function run(command: string, argument: string) {
  const [, ...program] = command.split(" ");
  return runCommand(process.execPath, [...program, argument], { cwd: projectRoot() });
}

it.each(Object.entries(scripts))(
  "%s answers --help with examples, and ends with 0",
  async (script, command) => {
    const { exitCode, stdout } = await run(command, "--help");
    expect(stdout).toMatch(new RegExp(`^Usage: npm (run )?(-s )?(${script}|lint)\\b`));
    expect(stdout).toMatch(/^Examples:\n {2}npm /m);
    expect(exitCode).toBe(0);
  },
);

it.each([
  ["npm run synth", "--hlep", "There is no option `--hlep`. Did you mean `--help`?"],
  ["npm run synth", "talk-servce", "Did you mean `talk-service`?"],
  ["npm run cdktf", "deplyo", "There is no command deplyo. Did you mean deploy?"],
  ["npm run lint", "--fxi", "There is no option --fxi. Did you mean --fix?"],
])("%s suggests the nearest word for %s, and ends with 1", async (command, word, told) => {
  const script = command.replace("npm run ", "") as keyof typeof scripts;
  const { exitCode, stderr } = await run(scripts[script], word);
  expect(stderr).toContain(told);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(exitCode).toBe(1);
});
