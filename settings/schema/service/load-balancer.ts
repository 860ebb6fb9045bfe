import { loadBalancerDefaults, targetGroupDefaults } from "../../../aws/defaults";
import * as aws from "../../../aws/networking/load-balancing";
import * as z from "zod";
import { timeoutBelowInterval } from "../../../aws/containers/ecs";
import { accessLogRetentionDays } from "../../../aws/observability/logs";
import { isHostName } from "../../../aws/names";
import { broken, ofAws, rule } from "../../rules/rule";
import { certificateArn, hostedZoneId } from "../domain-names";
import { choice, hasTemplate, kindsOf, settings, text, textOf, wholeNumber } from "../fields";

export interface EntryDefaults {
  readonly healthCheckPath: string;
  /** @default "redirect" */
  readonly plainHttp?: "redirect" | "closed";
}

export interface LoadBalancerDefaults extends EntryDefaults {
  readonly name: string;
}

/** The HTTP load balancer in front of a system. */
export function loadBalancer(defaults: LoadBalancerDefaults) {
  return settings({
    /** At most 32 characters with the environment's nameSuffix. @default - the system's own, on its page */
    name: balancerName().default(defaults.name),
    ...entry(defaults),
  }).check(...ofEveryEntry);
}

export function balancerName() {
  return textOf(aws.loadBalancerName);
}

/** The same for a system that names the load balancer. */
export function namedLoadBalancer(defaults: EntryDefaults) {
  return settings(entry(defaults)).check(...ofEveryEntry);
}

function entry(defaults: EntryDefaults) {
  return {
    /** Domain name of the system, in the environment's domain or the zone below. @default the load balancer's own name */
    domainName: text('must be a host name in lower case, as in "api.example.com"', (value) =>
      isHostName(value, 2),
    ).optional(),
    /** The public Route 53 zone of domainName. @default that of the environment's domain */
    hostedZoneId: hostedZoneId().optional(),
    /** With a certificate, the load balancer listens on port 443. @default none: HTTP only */
    certificate: certificate(defaults.plainHttp ?? "redirect").optional(),
    /** "dualstack" requires a network whose subnets have IPv6 blocks. @default "ipv4" */
    ipAddressType: choice("ipv4", "dualstack").default(loadBalancerDefaults.ipAddressType),
    /** The load balancer's health check of each task. */
    healthCheck: healthCheck(defaults.healthCheckPath).prefault({}),
    /** By which it sends requests to the tasks. "HTTP2" and "GRPC" need a certificate. @default "HTTP1" */
    protocolVersion: choice(...aws.protocolVersions).default(targetGroupDefaults.protocolVersion),
    /**
     * Seconds to finish requests before a task is stopped.
     * @default 60
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
     */
    deregistrationDelaySeconds: wholeNumber(...aws.deregistrationDelaySeconds).default(
      targetGroupDefaults.deregistrationDelaySeconds,
    ),
    /**
     * Sends all requests of a client to one task, by a cookie. Sessions outside of the tasks let them scale.
     * @default none: each request goes to any task
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
     */
    stickiness: stickiness().optional(),
    /**
     * Seconds after which an idle connection is closed.
     * @default 60
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
     */
    idleTimeoutSeconds: wholeNumber(...aws.idleTimeoutSeconds).default(
      loadBalancerDefaults.idleTimeoutSeconds,
    ),
    /**
     * A log of every request, in a bucket of its own.
     * @default no access logs
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
     */
    accessLogs: settings({
      /**
       * Days to keep access logs.
       * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
       */
      retentionDays: wholeNumber(...accessLogRetentionDays),
    }).optional(),
  };
}

function stickiness() {
  const durationSeconds = wholeNumber(...aws.stickinessSeconds).default(
    targetGroupDefaults.stickinessSeconds,
  );
  return z.discriminatedUnion(
    "kind",
    [
      /** By a cookie of the load balancer. */
      settings({
        kind: z.literal("lb-cookie"),
        /**
         * Seconds without a request after which a client may get another task.
         * @default 86400
         * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
         */
        durationSeconds,
      }),
      /** From the response with which a task sets a cookie of its own, for as long as the client sends it. */
      settings({
        kind: z.literal("app-cookie"),
        /** Name of the cookie that the program sets. */
        cookieName: textOf(aws.stickyCookie),
        /**
         * Seconds without a request after which a client may get another task.
         * @default 86400
         * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
         */
        durationSeconds,
      }),
    ],
    kindsOf('must be an object with kind "lb-cookie" or "app-cookie"'),
  );
}

function certificate(plainHttpByDefault: "redirect" | "closed") {
  /** What port 80 does when HTTPS is on: redirects clients, or stays closed. */
  const plainHttp = choice("redirect", "closed").default(plainHttpByDefault);
  return z.discriminatedUnion(
    "kind",
    [
      /** A new certificate for domainName, validated through its zone. */
      settings({
        kind: z.literal("request"),
        /** What port 80 does when HTTPS is on: redirects clients, or stays closed. @default - the system's own, on its page */
        plainHttp,
      }),
      settings({
        kind: z.literal("existing"),
        /** ARN of the certificate, in the same region. */
        arn: certificateArn(),
        /**
         * What port 80 does when HTTPS is on: redirects clients, or stays closed.
         * @default - the system's own, on its page
         */
        plainHttp,
      }),
    ],
    kindsOf('must be an object with kind "request" or "existing"'),
  );
}

/** The record of the name is created in a zone. */
const zoneHasName = rule<{ domainName?: string; hostedZoneId?: string }>(
  ["domainName", "hostedZoneId"],
  ({ domainName, hostedZoneId: zone }) =>
    zone === undefined || domainName !== undefined
      ? undefined
      : broken(
          "hostedZoneId",
          "must not be set without domainName, because the zone is for its record",
          zone,
          "Give domainName, or leave hostedZoneId out.",
        ),
);

interface Versioned {
  stickiness?: { kind: string };
  protocolVersion?: (typeof aws.protocolVersions)[number];
  certificate?: object;
  healthCheck: { grpcCodes?: string; matcher: string };
}

const ofEveryEntry = [
  zoneHasName,
  rule<Versioned>(["protocolVersion", "stickiness"], ofAws(aws.keepsCookies)),
  rule<Versioned>(["protocolVersion", "certificate"], ofAws(aws.needsTls)),
  rule<Versioned>(
    ["protocolVersion", "healthCheck.grpcCodes", "healthCheck.matcher"],
    ofAws(aws.codesOfGrpc),
  ),
] as const;

export function healthCheckPath() {
  const { rule: wanted, pattern } = aws.healthCheckPath;
  return text(wanted, (value) => pattern.test(value) && !hasTemplate(value));
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export function healthCheck(path: string) {
  return settings({
    /**
     * Path that returns 200 when the task is healthy.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
     */
    path: healthCheckPath().default(path),
    /** Status codes that count as healthy. @default "200" */
    matcher: textOf(aws.healthCheckMatcher).default(targetGroupDefaults.healthCheck.matcher),
    /** gRPC codes that count as healthy, if protocolVersion is "GRPC". @default "12" */
    grpcCodes: textOf(aws.grpcCodes).optional(),
    /**
     * Seconds between two checks.
     * @default 30
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
     */
    intervalSeconds: wholeNumber(...aws.healthCheck.intervalSeconds).default(
      targetGroupDefaults.healthCheck.intervalSeconds,
    ),
    /**
     * Seconds to wait for a response.
     * @default 5
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
     */
    timeoutSeconds: wholeNumber(...aws.healthCheck.timeoutSeconds).default(
      targetGroupDefaults.healthCheck.timeoutSeconds,
    ),
    /**
     * Checks in a row that must succeed before a task receives requests.
     * @default 3
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
     */
    healthyThreshold: wholeNumber(...aws.healthCheck.healthyThreshold).default(
      targetGroupDefaults.healthCheck.healthyThreshold,
    ),
    /**
     * Checks in a row that must fail before a task is unhealthy.
     * @default 3
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
     */
    unhealthyThreshold: wholeNumber(...aws.healthCheck.unhealthyThreshold).default(
      targetGroupDefaults.healthCheck.unhealthyThreshold,
    ),
  }).check(
    rule<{ timeoutSeconds: number; intervalSeconds: number }>(
      ["timeoutSeconds", "intervalSeconds"],
      ofAws(timeoutBelowInterval),
    ),
  );
}
