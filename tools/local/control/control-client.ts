import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { UserError } from "../../terminal/user-error";
import { readInstance } from "./instance-file";

interface Line {
  readonly line?: string;
  readonly isDone?: boolean;
  readonly problem?: string;
}

/**
 * Sends a command to a running system and prints its output.
 *
 * @throws UserError if the system is not running or the command fails
 */
export async function sendCommand(
  projectRoot: string,
  stack: string,
  command: string,
  args: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<void> {
  const instance = readInstance(projectRoot, stack);
  if (instance === undefined) {
    throw new UserError(`${stack} is not running. Start it in another terminal first.`);
  }
  const answer = await fetch(`${instance.url}/${command}`, {
    method: "POST",
    headers: { authorization: `Bearer ${instance.token}` },
    body: JSON.stringify(args),
  });
  if (answer.status !== 200 || answer.body === null) throw new UserError(await answer.text());
  const lines = createInterface({ input: Readable.fromWeb(answer.body) });
  let last: Line = {};
  for await (const text of lines) {
    last = JSON.parse(text) as Line;
    if (last.line !== undefined) say(last.line);
  }
  if (last.isDone === undefined)
    throw new UserError(`${stack} stopped before the command finished.`);
  if (!last.isDone) throw new UserError(last.problem ?? "It failed.");
}
