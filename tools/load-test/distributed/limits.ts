import { chargeFor, type PriceName, priceOf, priceTableFor } from "../../../aws/prices";
import { UserError } from "../../terminal/user-error";
import { costOf, duration } from "../consent";
import { type Load, peakOf, requestsOf } from "../load/load";
import { type LoadTestStack, portOf } from "./load-test-stack";

/** Longest time from the first task to the start of the load. */
export const START_MINUTES = 5;
/** Time after the load in which the tasks write their results. */
export const STOP_MINUTES = 1;
/** Usual time that a task runs before and after the load. */
const USUAL_EXTRA_MINUTES = 2;
const REQUEST_AND_RESPONSE_KIB = 3;
const KIB_PER_GIB = 1024 ** 2;

export interface PlannedRun {
  readonly url: URL;
  readonly load: Load;
  readonly tasks: number;
  readonly target: LoadTestStack;
}

export interface Cost {
  readonly usual: number;
  /** Maximum, if the tasks only stop at their deadline. */
  readonly most: number;
}

/** The cost of the tasks, their network and the traffic. Scaling of the system under test costs extra. */
export function costOfRun({ load, tasks, target }: PlannedRun): Cost {
  const table = priceTableFor(target.region);
  const price = (name: PriceName): number => {
    const found = priceOf(table, name);
    if (found === undefined) throw new Error(`There is no price ${name}.`);
    return chargeFor(found, 1);
  };
  const { vcpus, memoryGb, isArm, natGateways, hasPublicAddresses } = target;
  const taskHour =
    vcpus * price(isArm ? "fargateArm64.vcpuHour" : "fargate.x86VcpuHour") +
    memoryGb * price(isArm ? "fargateArm64.gbHour" : "fargate.x86GbHour") +
    (hasPublicAddresses ? price("publicIpv4.hour") : 0);
  const gib = (requestsOf(load) * REQUEST_AND_RESPONSE_KIB) / KIB_PER_GIB;
  const natTraffic = natGateways === 0 ? 0 : gib * price("natGateway.gb");
  const natHour = natGateways * (price("natGateway.hour") + price("publicIpv4.hour"));
  const at = (extraMinutes: number): number => {
    const hours = (load.seconds / 60 + extraMinutes) / 60;
    // A NAT gateway is billed per started hour.
    return tasks * taskHour * hours + natHour * Math.ceil(hours) + natTraffic + costOf(load);
  };
  return { usual: at(USUAL_EXTRA_MINUTES), most: at(START_MINUTES + STOP_MINUTES) };
}

/**
 * @throws UserError with every limit of the settings that the run would exceed
 */
export function requireWithinLimits(run: PlannedRun): void {
  const { url, load, target } = run;
  const { maxMinutes, maxCostUsd, ports, environment } = target;
  const file = `environments/${environment}.ts`;
  const minutes = Math.ceil(load.seconds / 60 + START_MINUTES + STOP_MINUTES);
  const { most } = costOfRun(run);
  const port = portOf(url);
  const problems = [
    minutes > maxMinutes
      ? `\`loadTest.maxMinutes\` must be at least ${minutes} for a load of ${duration(load.seconds)} and up to ${START_MINUTES + STOP_MINUTES} min to start and end, got ${maxMinutes}. Raise it in ${file} and run npm run synth, or shorten the load with --seconds.`
      : undefined,
    most > maxCostUsd
      ? `\`loadTest.maxCostUsd\` must be at least ${usd(most)}, which this run may cost, got ${usd(maxCostUsd)}. Use fewer tasks or a shorter load, or raise it in ${file} and run npm run synth.`
      : undefined,
    ports.some(({ from, to }) => port >= from && port <= to)
      ? undefined
      : `\`loadTest.egress\` must include port ${port} of ${url.origin}, got ${ports.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(", ")}. Add { port: ${port} } in ${file} and run npm run synth.`,
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

/** Describes what a run will do, where, and what it costs. */
export function planOf(run: PlannedRun, keepsStack: boolean): string {
  const { url, load, tasks, target } = run;
  const { usual, most } = costOfRun(run);
  const peak = peakOf(load);
  const rate = (value: number): string => Math.ceil(value).toLocaleString("en");
  const { stack, images, region } = target;
  const stacks = [images, stack].flatMap((each) => each?.name ?? []).join(" and ");
  return [
    `This sends ${requestsOf(load).toLocaleString("en")} requests to ${url.origin} in ${duration(load.seconds)}, at most ${rate(peak)} per second:`,
    `at most ${rate(peak / tasks)} per second from each of ${tasks} ${tasks === 1 ? "task" : "tasks"} on Fargate in ${region}.`,
    `It deploys ${stacks} with Terraform${keepsStack ? "" : `, and destroys ${stack.name} after the run`}.`,
    `It costs about ${usd(usual)} USD, at most ${usd(most)} USD, for tasks, network, data transfer and load balancer capacity units,`,
    "plus the tasks and instances that scaling adds to the system.",
    "Send load only to systems that you own, and within the limits that the provider allows.",
  ].join("\n");
}

/** Rounded up to the next cent. */
function usd(amount: number): string {
  return (Math.ceil(amount * 100 - 1e-9) / 100).toFixed(2);
}
