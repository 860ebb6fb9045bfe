import { idleMinutes } from "../../../aws/scaling/idling";
import { isTimezone } from "../../../aws/scaling/schedules";
import { asleepLongEnough } from "../../rules/operations/asleep";
import { choice, flag, list, settings, text, wholeNumber } from "../fields";

function timeOfDay(example: string) {
  return text(`must be a time of day, as in "${example}"`, /^([01]\d|2[0-3]):[0-5]\d$/);
}

/**
 * Hours in which nobody works: tasks and instances are scheduled to zero. What has no schedule of AWS stays, such as load
 * balancers, NAT gateways and databases.
 *
 * @param systems names of all systems
 */
export function asleep(systems: readonly [string, ...string[]]) {
  return settings({
    /** When tasks stop; instances follow 15 minutes later. */
    from: timeOfDay("20:00"),
    /** When tasks start again; instances are there 5 minutes earlier. */
    until: timeOfDay("07:00"),
    /** Time zone of both, such as "Europe/Berlin". Daylight saving time is followed. @default "UTC" */
    timezone: text('must be a time zone, as in "Europe/Berlin"', isTimezone).default("UTC"),
    /** Whether Saturday and Sunday are slept through. @default true */
    weekends: flag().default(true),
    /** Systems that stay awake. @default none */
    except: list(choice(...systems), "systems", 0, systems.length).default([]),
    /** Whether even an environment may sleep whose resources are protected from deletion. @default false */
    evenIfProtected: flag().default(false),
  }).check(asleepLongEnough);
}

/** Tasks only while somebody calls: all of a system's stop after minutes without a request, and the first request starts them. */
export function idle() {
  return settings({
    /**
     * Minutes without a request after which the tasks stop.
     * @default 30
     * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
     */
    afterMinutes: wholeNumber(...idleMinutes).default(30),
    /** Whether even an environment may do so whose resources are protected from deletion. @default false */
    evenIfProtected: flag().default(false),
  }).optional();
}
