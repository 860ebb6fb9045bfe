import { createInterface } from "node:readline/promises";
import { chargeFor, priceOf, priceTableFor } from "../../aws/prices";
import { UserError } from "../terminal/user-error";
import { type Load, peakOf, requestsOf } from "./load/load";

/** Size of a response that the estimate of the cost assumes. */
const RESPONSE_KIB = 2;
const KIB_PER_GIB = 1024 ** 2;

/** What a load test is about to do to another machine. */
export function warningOf(url: URL, load: Load): string {
  const requests = requestsOf(load);
  const rate = Math.round(peakOf(load));
  return [
    `This sends ${requests.toLocaleString("en")} requests to ${url.origin} in ${duration(load.seconds)}, at most ${rate.toLocaleString("en")} a second.`,
    `Where that is AWS, it costs about ${costOf(load).toFixed(2)} USD for data transfer and load balancer capacity units,`,
    `with responses of ${RESPONSE_KIB} KiB, and whatever the tasks and instances cost that scaling adds.`,
    "Send load only to what is yours, and within what its provider allows.",
  ].join("\n");
}

/** Responses that leave AWS and the capacity units that an application load balancer needs for them. */
function costOf(load: Load): number {
  const table = priceTableFor("us-east-1");
  const gib = (requestsOf(load) * RESPONSE_KIB) / KIB_PER_GIB;
  const transfer = priceOf(table, "dataTransfer.internetGb") ?? 0;
  const units = priceOf(table, "applicationLoadBalancer.capacityUnitHour") ?? 0;
  // One unit carries 1 GB an hour.
  return chargeFor(transfer, gib) + chargeFor(units, gib);
}

export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks whether to go on.
 *
 * @throws UserError when the answer is no, or nobody can be asked
 */
export async function askFor(
  warning: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  output.write(`${warning}\n`);
  if (input.isTTY !== true) {
    throw new UserError("Nobody can be asked here: add --yes to send it. Nothing was sent.");
  }
  const reader = createInterface({ input, output });
  const answer = await reader.question("Send it? [y/N] ");
  reader.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError("Nothing was sent.");
}

export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return `${Math.round(seconds)} s`;
  if (minutes < 120)
    return `${minutes} min${seconds % 60 === 0 ? "" : ` ${Math.round(seconds % 60)} s`}`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
