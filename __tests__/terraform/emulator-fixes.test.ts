import { join } from "node:path";
import { runCommand } from "../../tools/process/run-command";
import { pythonEnvironment } from "../../tools/process/python-environment";
import { projectRoot } from "../../tools/project-root";

test("every fix of the emulator repairs a defect that appears without it", async () => {
  const tests = join(
    projectRoot(),
    "__tests__",
    "tools",
    "rehearse",
    "emulator",
    "run_fix_tests.py",
  );
  const { exitCode, stderr } = await runCommand(await pythonEnvironment(), [tests], {
    cwd: projectRoot(),
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONPATH: join(projectRoot(), "tools", "rehearse", "emulator"),
    },
  });
  const [, count = "0"] = /Ran (\d+) tests/.exec(stderr) ?? [];
  expect({ exitCode, output: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, output: "" });
  expect(Number(count)).toBeGreaterThan(0);
});
