import type { Ask } from "./questions";

/** The user pressed Ctrl-C or closed the terminal. */
export class Cancelled extends Error {}

/**
 * Asks on the terminal. Uses @clack/prompts, which supports NO_COLOR and, unlike @inquirer/prompts 8, runs on every Node.js
 * version that this project supports.
 */
export async function prompts(): Promise<{
  readonly ask: Ask;
  readonly choose: (
    question: string,
    options: readonly { readonly value: string; readonly label: string }[],
  ) => Promise<string>;
}> {
  const { isCancel, select, text } = await import("@clack/prompts");
  // A terminal of unknown size reports 0 columns, which would put every letter on its own line.
  if (process.stdout.columns === 0) process.stdout.columns = 80;
  return {
    ask: async (message, offered, problemOf) => {
      const answer = await text({
        message,
        placeholder: offered,
        defaultValue: offered,
        validate: (value) => problemOf(value === undefined || value === "" ? offered : value),
      });
      if (isCancel(answer)) throw new Cancelled();
      return answer;
    },
    choose: async (message, options) => {
      const answer = await select({ message, options: [...options] });
      if (isCancel(answer)) throw new Cancelled();
      return answer;
    },
  };
}

/** Whether the command can ask questions. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && !process.env.CI;
}
