import * as z from "zod";
import { timeoutBelowInterval } from "../rules/check-times";
import { broken, rule } from "../rules/rule";
import { choice, kindsOf, settings, text, wholeNumber } from "./fields";
import { hostedZoneId } from "./hosted-zone-id";
import { ARN_START, hasTemplate, isHostName, REGION } from "./patterns";

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
  return text(
    'must be 1 to 32 letters, digits and inner hyphens, and not start with "internal-"',
    /^(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
  );
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
    deregistrationDelaySeconds: wholeNumber(0, 3600).default(60),
    /** Seconds after which an idle connection is closed. @default 60 */
    idleTimeoutSeconds: wholeNumber(1, 4000).default(60),
    /** @default no access logs */
    accessLogs: settings({ retentionDays: wholeNumber(1, 3653) }).optional(),
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

export function certificateArn() {
  return text(
    "must be the ARN of an ACM certificate",
    new RegExp(`${ARN_START}:acm:${REGION}:\\d{12}:certificate/[0-9a-f-]{36}$`),
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
  return text(
    'must be a path of at most 1024 characters, as in "/health"',
    (value) => /^\/[!-~]{0,1023}$/.test(value) && !hasTemplate(value),
  );
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
function healthCheck(path: string) {
  return settings({
    path: healthCheckPath().default(path),
    /** Status codes that count as healthy. @default "200" */
    matcher: text(
      'must be status codes from 200 to 499, as in "200", "200,204" or "200-299"',
      /^[2-4]\d\d([,-][2-4]\d\d){0,20}$/,
    ).default("200"),
    intervalSeconds: wholeNumber(5, 300).default(30),
    timeoutSeconds: wholeNumber(2, 120).default(5),
    healthyThreshold: wholeNumber(2, 10).default(3),
    unhealthyThreshold: wholeNumber(2, 10).default(3),
  }).check(timeoutBelowInterval);
}
