import { helpOf } from "./command-help";
import { type Command, type CommandLine, type OptionSpecs, readCommandLine } from "./command-line";
import { UserError } from "./user-error";

/**
 * Runs a command's program. `--help` prints the help. A `UserError` is printed without a stack trace. The runner
 * handles all other errors: it prints one message for a failure outside the project (disk space, permissions, network)
 * and a stack trace for a bug. The exit code is the result of `main`, 0 if it returns nothing, and 1 after an error.
 *
 * @param args arguments of the command. @default - the arguments of this process
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
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    // Resources left open by a failed program must not keep it running. Exiting at once could truncate the message in a
    // pipe.
    setTimeout(() => process.exit(), LAST_OUTPUT_MS).unref();
  }
}

const LAST_OUTPUT_MS = 500;
