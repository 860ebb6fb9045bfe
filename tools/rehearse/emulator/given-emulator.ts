import { UserError } from "../../terminal/user-error";
import { Account } from "./account";

/** AWS host names, including those of other partitions and newer domains. */
const AWS_HOSTS =
  /(^|\.)(amazonaws\.(com|com\.cn|eu)|api\.aws|on\.aws|api\.amazonwebservices\.com\.cn)$/;

/** An emulator that the user runs. */
export class GivenEmulator extends Account {
  /**
   * Checks that an emulator responds.
   *
   * @param allowAws whether the address may have an AWS name
   */
  static async at(endpoint: string, allowAws = false): Promise<GivenEmulator> {
    const address = emulatorAddress(endpoint, allowAws);
    return new GivenEmulator(address, await isOurEmulator(address));
  }

  log(): string {
    return "";
  }

  get lostBecause(): undefined {
    return undefined;
  }

  /** The user owns this emulator, so the rehearsal never stops it. */
  stop(): Promise<void> {
    return Promise.resolve();
  }
}

/** The address without a trailing slash. Rejects invalid addresses and AWS itself. */
export function emulatorAddress(endpoint: string, allowAws: boolean): string {
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw new UserError(
      `--endpoint must be the address of an emulator, as in http://127.0.0.1:4566, got "${endpoint}".`,
    );
  const url = new URL(endpoint);
  if (AWS_HOSTS.test(url.hostname.replace(/\.$/, "")) && !allowAws)
    throw new UserError(
      `--endpoint must be an emulator, and ${url.hostname} is AWS itself: a rehearsal creates and destroys everything. ` +
        "If the name belongs to your emulator, add --allow-aws",
    );
  return url.href.replace(/\/$/, "");
}

async function isOurEmulator(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/rehearsal/inventory`, {
      signal: AbortSignal.timeout(10_000),
    });
    return answer.ok && (answer.headers.get("content-type") ?? "").includes("application/json");
  } catch (error) {
    const { cause, message } = error as Error;
    throw new UserError(
      `No emulator responds at ${address} (${cause instanceof Error ? cause.message : message}).`,
    );
  }
}
