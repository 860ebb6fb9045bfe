import type { Range, TextRule, Violation } from "../violation";

/** Name of a load balancer of any kind. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export const loadBalancerName: TextRule = {
  rule: 'must be 1 to 32 letters, digits and inner hyphens, and not start with "internal-"',
  pattern: /^(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
};
export const MAX_LOAD_BALANCER_NAME = 32;

/** Terraform adds 26 characters to a prefix. */
export const targetGroupNamePrefix: TextRule = {
  rule: "must be 1 to 6 letters, digits and hyphens",
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{0,5}$/,
};

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export const healthCheck = {
  intervalSeconds: [5, 300],
  timeoutSeconds: [2, 120],
  healthyThreshold: [2, 10],
  unhealthyThreshold: [2, 10],
} as const satisfies Record<string, Range>;

export const healthCheckPath: TextRule = {
  rule: 'must be a path of at most 1024 characters, as in "/health"',
  pattern: /^\/[!-~]{0,1023}$/,
};

const MATCHER = /^[2-4]\d\d([,-][2-4]\d\d){0,20}$/;

export const healthCheckMatcher = {
  rule: 'must be status codes from 200 to 499, as in "200", "200,204" or "200-299"',
  /** Each range must start with the lower code. */
  fits: (value: string) =>
    MATCHER.test(value) &&
    value.split(",").every((part) => {
      const [from, to, ...more] = part.split("-").map(Number);
      return more.length === 0 && (to === undefined || (from ?? 0) < to);
    }),
};

/**
 * The protocol between a load balancer and its targets.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version
 */
export const protocolVersions = ["HTTP1", "HTTP2", "GRPC"] as const;

const GRPC_CODES = /^\d{1,2}([,-]\d{1,2}){0,20}$/;

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html */
export const grpcCodes = {
  rule: 'must be gRPC codes from 0 to 99, as in "12", "0,12" or "0-99"',
  fits: (value: string) =>
    GRPC_CODES.test(value) &&
    value.split(",").every((part) => {
      const [from = 0, to, ...more] = part.split("-").map(Number);
      return more.length === 0 && (to === undefined || from < to);
    }),
};

/** Clients use HTTP/2 with a load balancer only over TLS, and it does not convert HTTP/1.1 to HTTP/2 or gRPC. */
export function needsTls({
  protocolVersion = "HTTP1",
  certificate,
}: {
  readonly protocolVersion?: (typeof protocolVersions)[number];
  readonly certificate?: object;
}): Violation | undefined {
  return protocolVersion === "HTTP1" || certificate !== undefined
    ? undefined
    : {
        field: "protocolVersion",
        rule: 'must be "HTTP1" without a certificate, because clients speak HTTP/2 to a load balancer only by HTTPS',
        got: protocolVersion,
        fix: "Set certificate, or leave it out.",
      };
}

/** gRPC clients keep no cookies. */
export function keepsCookies({
  protocolVersion = "HTTP1",
  stickiness,
}: {
  readonly protocolVersion?: (typeof protocolVersions)[number];
  readonly stickiness?: { readonly kind: string };
}): Violation | undefined {
  return stickiness === undefined || protocolVersion !== "GRPC"
    ? undefined
    : {
        field: "stickiness",
        rule: 'must be left out while protocolVersion is "GRPC", whose clients do not store cookies',
        got: stickiness.kind,
        fix: "Remove it.",
      };
}

/** Default matcher of a health check. */
const USUAL_STATUS = "200";

/** A gRPC target group uses gRPC codes, and any other uses HTTP status codes. */
export function codesOfGrpc({
  protocolVersion = "HTTP1",
  healthCheck: { grpcCodes: codes, matcher = USUAL_STATUS },
}: {
  readonly protocolVersion?: (typeof protocolVersions)[number];
  readonly healthCheck: { readonly grpcCodes?: string; readonly matcher?: string };
}): Violation | undefined {
  if (protocolVersion === "GRPC" && matcher !== USUAL_STATUS) {
    return {
      field: "healthCheck.matcher",
      rule: 'must be left out while protocolVersion is "GRPC"',
      got: matcher,
      fix: "Set grpcCodes.",
    };
  }
  return codes === undefined || protocolVersion === "GRPC"
    ? undefined
    : {
        field: "healthCheck.grpcCodes",
        rule: 'must be left out unless protocolVersion is "GRPC"',
        got: codes,
        fix: "Set matcher, or protocolVersion.",
      };
}

/**
 * Sticky sessions: the seconds for which a client keeps its target, and the program's cookie that starts a session.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions
 */
export const stickinessSeconds: Range = [1, 604_800];
export const stickyCookie: TextRule = {
  rule: 'must be 1 to 256 letters, digits, hyphens, underscores and dots, as in "session", and must not begin with "AWSALB", as the cookies of the load balancer do',
  pattern: /^(?!AWSALB)[\w.-]{1,256}$/,
};

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
export const deregistrationDelaySeconds: Range = [0, 3600];
export const slowStartSeconds: Range = [30, 900];
/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html */
export const idleTimeoutSeconds: Range = [1, 4000];

/**
 * Default quotas of one load balancer.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
export const MAX_TARGETS = 1000;
export const MAX_RULES = 100;
/**
 * Target groups per ECS service.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html
 */
export const TARGET_GROUPS_PER_SERVICE = 5;
/** Quotas of one rule: values in all conditions, and wildcards. */
export const MAX_RULE_VALUES = 5;
export const MAX_RULE_WILDCARDS = 5;
/** Weight of a target group among those that a rule forwards to. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html */
export const targetWeight: Range = [0, 999];
export const listenerRulePriority: Range = [1, 50_000];

/** Whether a listener rule allows a pattern: 1 to 128 characters, starting with `/`; `*` and `?` are wildcards. */
export function isPathPattern(pattern: string): boolean {
  // AWS also allows quotes and backslashes, which no path contains unescaped.
  return /^\/[\w\-.$/~@:+&*?]{0,127}$/.test(pattern);
}

/** Maximum number of wildcards in all patterns of a rule. */
export function wildcardsIn(patterns: readonly string[]): number {
  return patterns.join("").replaceAll(/[^*?]/g, "").length;
}

/** A pattern, and the number of its characters that a path has matched so far. */
type Place = number;

/**
 * Whether `outer` matches every path that `inner` matches: `/talk*` covers `/talk/?x`.
 *
 * Steps through `inner` and tracks all positions that `outer` may have reached. If `inner` ends and `outer` has reached
 * its end at none of them, `outer` does not cover it.
 */
export function covers(outer: string, inner: string): boolean {
  if (!literalStart(inner).startsWith(literalStart(outer))) return false;
  if (outer === `${literalStart(outer)}*`) return true;
  const letters = [...new Set(`${outer}${inner}`.replaceAll(/[*?]/g, "")), OTHER];
  const seen = new Set<string>();
  const open: [Place, readonly Place[]][] = [[0, passStars(outer, [0])]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [at, outerPlaces] = next;
    const key = `${at}:${outerPlaces.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const places = passStars(inner, [at]);
    if (places.includes(inner.length) && !outerPlaces.includes(outer.length)) return false;
    for (const letter of letters) {
      const reached = passStars(outer, step(outer, outerPlaces, letter));
      for (const place of step(inner, places, letter)) open.push([place, reached]);
    }
  }
  return true;
}

function literalStart(pattern: string): string {
  return pattern.replace(/[*?].*/, "");
}

/** Represents every character that neither pattern contains. */
const OTHER = "\0";

/** A `*` can match nothing. */
function passStars(pattern: string, places: readonly Place[]): readonly Place[] {
  const all = new Set<Place>();
  for (const place of places) {
    all.add(place);
    for (let at = place; pattern[at] === "*"; at += 1) all.add(at + 1);
  }
  return [...all].sort((one, other) => one - other);
}

function step(pattern: string, places: readonly Place[], letter: string): Place[] {
  return places.flatMap((place) => {
    const expected = pattern[place];
    if (expected === "*") return [place];
    return expected === "?" || expected === letter ? [place + 1] : [];
  });
}
