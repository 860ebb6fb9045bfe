import { chargeFor, priceOf, priceTableFor } from "../../aws/prices";
import { confirm, type Terminal } from "../terminal/confirm";
import { type Load, peakOf, requestsOf } from "./load/load";

/** Response size that the cost estimate assumes. */
const RESPONSE_KIB = 2;
const KIB_PER_GIB = 1024 ** 2;

/** Describes what a load test will send to another machine. */
export function warningOf(url: URL, load: Load): string {
  const requests = requestsOf(load);
  const rate = Math.round(peakOf(load));
  return [
    `This sends ${requests.toLocaleString("en")} requests to ${url.origin} in ${duration(load.seconds)}, at most ${rate.toLocaleString("en")} per second.`,
    `If the target is on AWS, this costs about ${costOf(load).toFixed(2)} USD for data transfer and load balancer capacity units,`,
    `assuming responses of ${RESPONSE_KIB} KiB, plus the tasks and instances that scaling adds.`,
    "Send load only to systems that you own, and within the limits that the provider allows.",
  ].join("\n");
}

/** Cost in USD of data transfer out and of the Application Load Balancer's capacity units. */
export function costOf(load: Load): number {
  const table = priceTableFor("us-east-1");
  const gib = (requestsOf(load) * RESPONSE_KIB) / KIB_PER_GIB;
  const transfer = priceOf(table, "dataTransfer.internetGb") ?? 0;
  const units = priceOf(table, "applicationLoadBalancer.capacityUnitHour") ?? 0;
  // One capacity unit includes 1 GB per hour.
  return chargeFor(transfer, gib) + chargeFor(units, gib);
}

/**
 * Asks the user to confirm.
 *
 * @throws UserError if the answer is no, or if there is no terminal
 */
export async function askFor(
  warning: string,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  terminal.output.write(`${warning}\n`);
  await confirm(
    {
      text: "Send it?",
      withoutTerminal:
        "Confirmation needs a terminal. Add --yes to send the load without one. Nothing was sent.",
      refused: "Nothing was sent.",
    },
    terminal,
  );
}

export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return `${Math.round(seconds)} s`;
  if (minutes < 120)
    return `${minutes} min${seconds % 60 === 0 ? "" : ` ${Math.round(seconds % 60)} s`}`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
