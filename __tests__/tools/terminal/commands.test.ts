import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";
import { scripts } from "../../../package.json";

const commands = [
  "start",
  "help",
  "synth",
  "local",
  "bootstrap",
  "openapi",
  "page",
  "status",
  "logs",
  "exec",
  "bench",
] as const;

test.each(commands)("[2026-11 E7] npm run %s answers --help with examples", async (name) => {
  const program = [...scripts[name].split(" ").slice(1), "--help"];
  const { exitCode, stdout } = await runCommand(process.execPath, program, { cwd: projectRoot() });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^Usage: npm .*--help.*Examples:\n {2}npm /s) as string,
  });
});

test("a mistake gets one message, an exit code of 1 and no stack trace", async () => {
  const program = [...scripts.page.split(" ").slice(1), "--wacth"];
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, program, {
    cwd: projectRoot(),
  });
  expect({ exitCode, stdout, stderr: stderr.split("\n")[0] }).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: "There is no option --wacth.",
  });
});

test("[2026-11 E7] npm run help prints every command of package.json", async () => {
  const program = scripts.help.split(" ").slice(1);
  const { stdout } = await runCommand(process.execPath, program, { cwd: projectRoot() });
  const commands = Object.keys(scripts).filter((name) => !["start", "test", "help"].includes(name));
  expect(commands.filter((name) => !new RegExp(`npm run (-s )?${name}\\b`).test(stdout))).toEqual(
    [],
  );
});
