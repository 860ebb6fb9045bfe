import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../terminal/user-error";

export interface WatchOptions {
  readonly names: readonly string[];
  readonly watchMs: number;
  /** An alarm that was raised before then is ignored until it is OK again. @default - none is ignored */
  readonly since?: Date;
  /** Time between two requests. @default 30 seconds */
  readonly pollMs?: number;
  /** Is told of alarms that are ignored, once. */
  readonly told?: (message: string) => void;
}

interface Raised {
  readonly name: string;
  readonly at: Date;
  readonly reason: string;
}

/** The largest number of names in a request. */
const MAX_NAMES = 100;

/**
 * Watches alarms, and returns the first ones that are raised in the time.
 *
 * @throws UserError if an alarm does not exist
 */
export async function watchAlarms(
  client: CloudWatchClient,
  { names, watchMs, since, pollMs = 30_000, told }: WatchOptions,
): Promise<readonly Raised[]> {
  const until = Date.now() + watchMs;
  let isFirst = true;
  for (;;) {
    const raised = await raisedOf(client, names);
    const earlier = raised.filter(({ at }) => since !== undefined && at < since);
    if (isFirst)
      for (const { name, at } of earlier)
        told?.(`${name} was raised at ${at.toISOString()}, before the release. It is ignored.`);
    isFirst = false;
    const own = raised.filter((each) => !earlier.includes(each));
    if (own.length > 0) return own;
    if (Date.now() + pollMs > until) return [];
    await pause(pollMs);
  }
}

/** Composite alarms are only returned to who asks for both types, as of 2026-11. */
async function raisedOf(client: CloudWatchClient, names: readonly string[]): Promise<Raised[]> {
  const raised: Raised[] = [];
  const known = new Set<string>();
  for (let start = 0; start < names.length; start += MAX_NAMES) {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({
        AlarmNames: names.slice(start, start + MAX_NAMES),
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: MAX_NAMES,
      }),
    );
    for (const { AlarmName = "", StateValue, StateReason, ...times } of [
      ...MetricAlarms,
      ...CompositeAlarms,
    ]) {
      known.add(AlarmName);
      if (StateValue !== "ALARM") continue;
      const at = times.StateTransitionedTimestamp ?? times.StateUpdatedTimestamp ?? new Date();
      raised.push({ name: AlarmName, at, reason: StateReason ?? "" });
    }
  }
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new UserError(
      `An alarm must exist in the account and region, got ${unknown.join(", ")}. Deploy the system first.`,
    );
  return raised;
}
