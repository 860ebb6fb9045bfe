import { prod } from "../fixtures/environments/prod";
import { runtimeOf, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

const { stacks } = synthEnvironments({ prod });
const notified = { notificationEmail: "operations@example.com" };

function alarm(json: TerraformJson, name: string) {
  const found = json
    .resources("aws_cloudwatch_metric_alarm")
    .find(({ alarm_name: each }) => (each as string).endsWith(`-${name}`));
  if (found === undefined) throw new Error(`no alarm ends with ${name}`);
  return found;
}

const balanced = stacks["http-scale-out-prod"]!;

/** Burn rate and both windows, in seconds. */
const PAIRS = [
  [14.4, "1h", 3600, "5m", 300],
  [6, "6h", 21_600, "30m", 1800],
  [3, "1d", 86_400, "2h", 7200],
] as const;

describe.each(PAIRS)("at %f times the rate", (rate, long, longSeconds, short, shortSeconds) => {
  test.each([
    [long, longSeconds],
    [short, shortSeconds],
  ])("the errors of %s are too many", (window, seconds) => {
    const { metric_query: queries, ...rest } = alarm(balanced, `${window}-availability-burn`);
    expect(rest).toMatchObject({
      comparison_operator: "GreaterThanThreshold",
      // Of an objective of 99.9 %.
      threshold: Number((rate * 0.1).toFixed(6)),
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
    });
    const [, ...metrics] = queries as { metric: { period: number } }[];
    expect(metrics.map(({ metric }) => metric.period)).toEqual([seconds, seconds, seconds]);
  });

  test.each([
    [long, longSeconds],
    [short, shortSeconds],
  ])("the slow responses of %s are too many", (window, seconds) => {
    expect(alarm(balanced, `${window}-latency-burn`)).toMatchObject({
      metric_name: "TargetResponseTime",
      // The share of responses within 300 ms.
      extended_statistic: "PR(:0.3)",
      comparison_operator: "LessThanThreshold",
      threshold: Number((100 - rate).toFixed(6)),
      period: seconds,
    });
  });

  test("only both windows together are an incident", () => {
    const { alarm_rule: rule } = balanced.resource("aws_cloudwatch_composite_alarm");
    for (const kind of ["availability-burn", "latency-burn"]) {
      const [one, other] = [long, short].map((window) => `http-scale-out-prod-${window}-${kind}`);
      expect(rule).toContain(`(ALARM("${one}") AND ALARM("${other}"))`);
    }
  });
});

test("no alarm looks at more than CloudWatch's day", () => {
  for (const json of Object.values(stacks)) {
    for (const each of json.resources("aws_cloudwatch_metric_alarm")) {
      const queries = (each.metric_query ?? []) as { metric?: { period: number } }[];
      const periods = [each.period, ...queries.map(({ metric }) => metric?.period)];
      const longest = Math.max(...periods.filter((period) => period !== undefined));
      expect(longest * (each.evaluation_periods as number)).toBeLessThanOrEqual(86_400);
      expect(longest % 60).toBe(0);
    }
  }
});

test("APIs are measured in milliseconds, and by the share of errors", () => {
  expect(alarm(stacks["rest-api-prod"]!, "1h-latency-burn").extended_statistic).toBe("PR(:1000)");
  expect(alarm(stacks["rest-api-prod"]!, "1h-availability-burn")).toMatchObject({
    metric_name: "5XXError",
    statistic: "Average",
    threshold: 0.0144,
  });
  expect(alarm(stacks["http-api-prod"]!, "1h-availability-burn")).toMatchObject({
    metric_name: "5xx",
    threshold: 0.0144,
  });
});

describe("one incident is one message", () => {
  test.each(["http-scale-out", "rest-api", "http-api"])("of %s", (system) => {
    const json = stacks[`${system}-prod`]!;
    const incident = json.resource("aws_cloudwatch_composite_alarm");
    const names = namesIn(incident);
    expect(incident.alarm_name).toBe(`${system}-prod-incident`);
    expect(json.referenced((incident.alarm_actions as string[])[0]!)).toBe(
      json.resource("aws_sns_topic"),
    );
    const all = json.addressed("aws_cloudwatch_metric_alarm");
    const children = all.filter(([, each]) => names.includes(each.alarm_name as string));
    expect(children).toHaveLength(names.length);
    for (const [address, child] of children) {
      expect(child).not.toHaveProperty("alarm_actions");
      expect(child).not.toHaveProperty("ok_actions");
      expect(incident.depends_on).toContain(address);
    }
    expect(names.length).toBeLessThanOrEqual(100);
  });

  test("what can last for days notifies by itself, and does not hide an outage", () => {
    const { alarm_rule: rule } = stacks["rest-api-prod"]!.resource(
      "aws_cloudwatch_composite_alarm",
    );
    for (const name of ["certificate-expiry", "database-storage", "tasks-at-maximum"]) {
      expect(rule).not.toContain(name);
      expect(alarm(stacks["rest-api-prod"]!, name).alarm_actions).toHaveLength(1);
    }
    expect(rule).toContain('ALARM("rest-api-prod-student-server-errors")');
  });

  test.each<[string, () => TerraformJson, string, string]>([
    [
      "more alarms than one can combine",
      () => talkWith(30),
      "talk-service-dev-incident",
      "unhealthy-tasks",
    ],
    [
      "more alarms of one kind than one can combine",
      () => restWith(100),
      "rest-api-dev-incident",
      "server-errors-2",
    ],
  ])("of a system with %s", (_, synthesized, name, kind) => {
    const json = synthesized();
    const composites = new Map(
      json
        .resources("aws_cloudwatch_composite_alarm")
        .map((each) => [each.alarm_name as string, each]),
    );
    const incident = composites.get(name)!;
    const parts = namesIn(incident).filter((name) => composites.has(name));
    expect(parts).toHaveLength(composites.size - 1);
    expect(parts).toContain(`${name}-${kind}`);
    const combined = parts.flatMap((part) => namesIn(composites.get(part)!));
    for (const part of parts) {
      expect(composites.get(part)).not.toHaveProperty("alarm_actions");
      expect(namesIn(composites.get(part)!).length).toBeLessThanOrEqual(100);
    }
    const silent = json
      .resources("aws_cloudwatch_metric_alarm")
      .filter((each) => !("alarm_actions" in each))
      .map(({ alarm_name: name }) => name as string);
    expect(silent.length).toBeGreaterThan(100);
    expect([...namesIn(incident), ...combined].sort()).toEqual([...silent, ...parts].sort());
    expect(incident.alarm_actions).toHaveLength(1);
  });

  test("without objectives, each alarm notifies", () => {
    const json = stacks["daemon-api-prod"]!;
    expect(json.resources("aws_cloudwatch_composite_alarm")).toEqual([]);
    expect(alarm(json, "crash-loop").alarm_actions).toHaveLength(1);
  });
});

/** Names of the alarms that a composite alarm combines. */
function namesIn({ alarm_rule: rule }: Readonly<Record<string, unknown>>): string[] {
  return [...(rule as string).matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
}

/** That many services of different paths. */
function services(count: number, more: (index: number) => object = () => ({})) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `s${index}`,
      {
        priority: index + 1,
        paths: [`/s${index}`],
        image: { kind: "reference" as const, reference: "ghcr.io/acme/shop" },
        ...more(index),
      },
    ]),
  );
}

function talkWith(count: number): TerraformJson {
  const { capacity } = prod.systems["talk-service"];
  return runtimeOf(
    "talk-service",
    {
      services: services(count, (index) => ({ container: { port: 3000 + index } })),
      capacity: { ...capacity, maxInstances: 90 },
      objectives: { availability: 99.9 },
    },
    notified,
  );
}

function restWith(count: number): TerraformJson {
  const network = { kind: "own" as const, zoneCount: 2, nat: "single" as const };
  return runtimeOf(
    "rest-api",
    { services: services(count), objectives: { p99LatencyMs: 300 } },
    { ...notified, network },
  );
}

test("a burn rate takes the place of the plain threshold, each of its own", () => {
  const names = (objectives: object) =>
    runtimeOf("http-scale-out", { objectives }, notified)
      .resources("aws_cloudwatch_metric_alarm")
      .map(({ alarm_name: name }) => (name as string).replace("http-scale-out-dev-", ""));
  const available = names({ availability: 99 });
  expect(available).toContain("1h-availability-burn");
  expect(available).toContain("entry-load-balancer-latency");
  expect(available).not.toContain("entry-load-balancer-balancer-errors");
  expect(available).not.toContain("1h-latency-burn");
  const fast = names({ p99LatencyMs: 200 });
  expect(fast).toContain("entry-load-balancer-balancer-errors");
  expect(fast).not.toContain("entry-load-balancer-latency");
});
