import { UserError } from "../../terminal/user-error";
import type { Account } from "../emulator/account";
import { TerraformError } from "../terraform/terraform";

interface Advice {
  /** The part of a message that the advice applies to. */
  readonly sign: RegExp;
  readonly advice: string;
}

const RECOVER = "npm run rehearse -- <the same names> --endpoint <the same address> --recover";

const ADVICE: readonly Advice[] = [
  {
    sign: /Error acquiring the state lock/,
    advice:
      "Another run holds the lock of the state: `Who` above. Wait for it to end. If it was killed or crashed, " +
      `this frees its lock and recovers what it created:\n  ${RECOVER}`,
  },
  {
    sign: /already exists|AlreadyExists|Duplicate|is already in use|not idempotent/i,
    advice:
      "The account has something that the state does not know, as after a run that was killed. This takes it back:\n" +
      `  ${RECOVER}`,
  },
  {
    sign: /NoSuchBucket|S3 bucket .* does not exist/,
    advice:
      "The state bucket does not exist. A restart of the emulator deletes everything. Start a new rehearsal: " +
      "the resources are gone, and the old work folders are useless.",
  },
  {
    sign: /connection refused|ECONNREFUSED|connection reset|ECONNRESET|does not answer|no such host|i\/o timeout|EOF|socket hang up/i,
    advice:
      "The emulator cannot be reached, or answers too slowly. See that it runs, and try again; if a run of Terraform was " +
      `cut off in the middle of an apply:\n  ${RECOVER}`,
  },
];

/** The error with advice on how to fix it. */
export async function adviceOn(error: Error, account: Account): Promise<string> {
  if (error instanceof UserError && !(error instanceof TerraformError)) return error.message;
  // The process that started the emulator may notice that it ended a moment later than Terraform does.
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (account.lostBecause !== undefined)
    return (
      `${firstLines(error.message)}\nThe emulator is gone: ${account.lostBecause}. All that was in its account is gone ` +
      `with it: start the rehearsal again.\n${account.log()}`
    );
  const found = ADVICE.find(({ sign }) => sign.test(error.message));
  return [error.message, found?.advice, found ? "" : account.log()].filter(Boolean).join("\n");
}

const SHOWN_LINES = 12;

/** When the emulator stops, every resource being created reports the same error. */
function firstLines(message: string): string {
  const lines = message.split("\n");
  const more = lines.length - SHOWN_LINES;
  return [...lines.slice(0, SHOWN_LINES), ...(more > 0 ? [`... and ${more} lines more`] : [])].join(
    "\n",
  );
}
