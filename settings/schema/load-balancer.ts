import * as aws from "../../aws/load-balancing";
import * as z from "zod";
import { timeoutBelowInterval } from "../../aws/ecs";
import { accessLogRetentionDays } from "../../aws/logs";
import { isHostName } from "../../aws/names";
import { broken, ofAws, rule } from "../rules/rule";
import { certificateArn, hostedZoneId } from "./domain-names";
import { choice, hasTemplate, kindsOf, settings, text, textOf, wholeNumber } from "./fields";

export interface EntryDefaults {
  readonly healthCheckPath: string;
  /** @default "redirect" */
  readonly plainHttp?: "redirect" | "closed";
}

export interface LoadBalancerDefaults extends EntryDefaults {
  readonly name: string;
}

/** The HTTP balancer in front of a system. */
export function loadBalancer(defaults: LoadBalancerDefaults) {
  return settings({
    /** At most 32 characters with the environment's nameSuffix. */
    name: balancerName().default(defaults.name),
    ...entry(defaults),
  }).check(zoneHasName);
}

export function balancerName() {
  return textOf(aws.loadBalancerName);
}

/** The same where the system gives the balancer its name. */
export function namedLoadBalancer(defaults: EntryDefaults) {
  return settings(entry(defaults)).check(zoneHasName);
}

function entry(defaults: EntryDefaults) {
  return {
    /** Name to reach the system by, in the environment's domain or the zone below. @default the balancer's own name */
    domainName: text('must be a host name in lower case, as in "api.example.com"', (value) =>
      isHostName(value, 2),
    ).optional(),
    /** The public Route 53 zone of domainName. @default that of the environment's domain */
    hostedZoneId: hostedZoneId().optional(),
    /** With one, port 443 serves. @default none: HTTP only */
    certificate: certificate(defaults.plainHttp ?? "redirect").optional(),
    /** "dualstack" needs a network whose subnets have IPv6 blocks. @default "ipv4" */
    ipAddressType: choice("ipv4", "dualstack").default("ipv4"),
    healthCheck: healthCheck(defaults.healthCheckPath).prefault({}),
    /** Seconds for requests to end before a task is stopped. @default 60 */
    deregistrationDelaySeconds: wholeNumber(...aws.deregistrationDelaySeconds).default(60),
    /** Seconds after which an idle connection is closed. @default 60 */
    idleTimeoutSeconds: wholeNumber(...aws.idleTimeoutSeconds).default(60),
    /** @default no access logs */
    accessLogs: settings({ retentionDays: wholeNumber(...accessLogRetentionDays) }).optional(),
  };
}

function certificate(plainHttpByDefault: "redirect" | "closed") {
  /** What port 80 does beside HTTPS: sends clients on, or is not open at all. */
  const plainHttp = choice("redirect", "closed").default(plainHttpByDefault);
  return z.discriminatedUnion(
    "kind",
    [
      /** One of our own for domainName, validated through its zone. */
      settings({ kind: z.literal("request"), plainHttp }),
      settings({
        kind: z.literal("existing"),
        arn: certificateArn(),
        plainHttp,
      }),
    ],
    kindsOf('must be an object with kind "request" or "existing"'),
  );
}

/** A zone is where the name's record goes. */
const zoneHasName = rule<{ domainName?: string; hostedZoneId?: string }>(
  ["domainName", "hostedZoneId"],
  ({ domainName, hostedZoneId: zone }) =>
    zone === undefined || domainName !== undefined
      ? undefined
      : broken(
          "hostedZoneId",
          "must not be given without domainName, whose record the zone gets",
          zone,
          "Give domainName, or leave hostedZoneId out.",
        ),
);

export function healthCheckPath() {
  const { rule: wanted, pattern } = aws.healthCheckPath;
  return text(wanted, (value) => pattern.test(value) && !hasTemplate(value));
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
function healthCheck(path: string) {
  return settings({
    path: healthCheckPath().default(path),
    /** Status codes that count as healthy. @default "200" */
    matcher: textOf(aws.healthCheckMatcher).default("200"),
    intervalSeconds: wholeNumber(...aws.healthCheck.intervalSeconds).default(30),
    timeoutSeconds: wholeNumber(...aws.healthCheck.timeoutSeconds).default(5),
    healthyThreshold: wholeNumber(...aws.healthCheck.healthyThreshold).default(3),
    unhealthyThreshold: wholeNumber(...aws.healthCheck.unhealthyThreshold).default(3),
  }).check(
    rule<{ timeoutSeconds: number; intervalSeconds: number }>(
      ["timeoutSeconds", "intervalSeconds"],
      ofAws(timeoutBelowInterval),
    ),
  );
}
