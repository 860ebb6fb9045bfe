import { createInterface } from "node:readline/promises";
import { UserError } from "./user-error";

export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

export interface Question {
  /** Asked for a yes or a no; a no is the default. */
  readonly text: string;
  /** What the user is told without a terminal. */
  readonly withoutTerminal: string;
  /** What the user is told after a no. */
  readonly refused: string;
}

/** @throws UserError if the answer is no, or if there is no terminal to ask */
export async function confirm(
  { text, withoutTerminal, refused }: Question,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (input.isTTY !== true) throw new UserError(withoutTerminal);
  const reader = createInterface({ input, output });
  const answer = await reader.question(`${text} [y/N] `);
  reader.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError(refused);
}
