/** A program on a pseudo-terminal. */
export interface Terminal {
  readonly pid: number;
  write(data: string): void;
  kill(signal: NodeJS.Signals): void;
  onData(listener: (data: string) => void): void;
  onExit(listener: (end: { readonly exitCode: number }) => void): void;
}

interface TerminalOptions {
  readonly cwd: string;
  readonly cols: number;
  readonly rows: number;
  readonly env: NodeJS.ProcessEnv;
}

/** The package comes with no types that its name here finds. */
const { spawn } = jest.requireActual<{
  spawn: (program: string, args: readonly string[], options: TerminalOptions) => Terminal;
}>("@cdktf/node-pty-prebuilt-multiarch");

/** Starts Node.js on a terminal of 100 columns and 40 rows. */
export function startOnTerminal(
  words: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv,
): Terminal {
  // The package would pass `undefined` on as a text.
  const env = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined),
  );
  return spawn(process.execPath, words, { cwd, cols: 100, rows: 40, env });
}

/** Runs Node.js on a terminal to its end. */
export function runOnTerminal(
  words: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const terminal = startOnTerminal(words, cwd, variables);
  let output = "";
  terminal.onData((data) => (output += data));
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      terminal.kill("SIGKILL");
      reject(new Error(`${words.join(" ")} did not end in two minutes:\n${output}`));
    }, 120_000);
    terminal.onExit(({ exitCode }) => {
      clearTimeout(late);
      resolve({ exitCode, output });
    });
  });
}
