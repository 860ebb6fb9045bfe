import { runCommand } from "../../../tools/process/run-command";

const cwd = process.cwd();
const node = (program: string, options: object = {}) =>
  runCommand(process.execPath, ["-e", program], { cwd, ...options });

test("gives both outputs and the exit code", async () => {
  const result = await node("console.log('out'); console.error('err'); process.exitCode = 3");
  expect(result).toMatchObject({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
});

test("gives lines as they come, whole ones only", async () => {
  const lines: string[] = [];
  const program =
    "process.stdout.write('on'); setTimeout(() => process.stdout.write('e\\ntwo\\n'), 50)";
  await node(program, { onLine: (line: string) => lines.push(line) });
  expect(lines).toEqual(["one", "two"]);
});

test("ends a program that takes too long, and says so", async () => {
  const result = await node("setTimeout(() => {}, 60_000)", { timeoutSeconds: 0.2 });
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toContain("was terminated by SIGTERM");
});

test("error if there is no such program", async () => {
  await expect(runCommand("no-such-program", [], { cwd })).rejects.toThrow("ENOENT");
});

test("interrupts a program that there is no point in going on with, and again when it hesitates", async () => {
  const program =
    "let count = 0; process.on('SIGINT', () => { if (++count === 2) process.exit(7); }); setInterval(() => {}, 1000); console.log('ready');";
  const ending = new AbortController();
  const { exitCode } = await runCommand(process.execPath, ["-e", program], {
    cwd: process.cwd(),
    endedBy: ending.signal,
    onLine: () => {
      ending.abort();
    },
  });
  expect(exitCode).toBe(7);
});
