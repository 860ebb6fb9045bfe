import type { Ask } from "./questions";

/** The user pressed Ctrl-C, or closed the terminal. */
export class Cancelled extends Error {}

/**
 * Asks on the terminal. Built on @clack/prompts, which runs on every Node.js that this project supports, as @inquirer/prompts 8
 * does not, and leaves colours out with NO_COLOR.
 */
export async function prompts(): Promise<{
  readonly ask: Ask;
  readonly choose: (
    question: string,
    options: readonly { readonly value: string; readonly label: string }[],
  ) => Promise<string>;
}> {
  const { isCancel, select, text } = await import("@clack/prompts");
  // A terminal that does not know its size says 0, and every letter would have a line of its own.
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

/** Whether there is somebody to ask. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && !process.env.CI;
}
