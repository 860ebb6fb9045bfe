import { helpOf } from "./command-help";
import { type Command, type CommandLine, type OptionSpecs, readCommandLine } from "./command-line";
import { UserError } from "./user-error";

/**
 * Runs a command's program. `--help` prints the help. A `UserError`, and what the operating system refuses (no space, no
 * permission, no network), is printed without a stack trace; anything else is a bug and keeps it. The exit code is what `main`
 * returns, 0 when it returns nothing, and 1 after an error.
 *
 * @param args what follows the command. @default - the arguments of this process
 */
export async function asCommand<Options extends OptionSpecs>(
  command: Command<Options>,
  main: (line: CommandLine<Options>) => Promise<number | undefined> | number | undefined,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    const line = readCommandLine(command, args);
    if (line.asksForHelp) console.log(helpOf(command));
    else process.exitCode = (await main(line)) ?? 0;
  } catch (error) {
    console.error(error instanceof UserError || isOfTheSystem(error) ? error.message : error);
    process.exitCode = 1;
    // What a failed program left open must not keep it running. Exiting at once could cut off the message in a pipe.
    setTimeout(() => process.exit(), LAST_OUTPUT_MS).unref();
  }
}

/** Its message names the call and the file or address. */
function isOfTheSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}

const LAST_OUTPUT_MS = 500;
