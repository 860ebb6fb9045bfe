import { type AlarmKind, kindOfAlarm, kindsOfResources } from "../../aws/observability/alarm-kinds";
import type { EnvironmentSettings } from "../../settings/environment";
import { prod } from "../fixtures/environments/prod";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Alarms = NonNullable<EnvironmentSettings["alarms"]>;
interface Objectives {
  readonly availability?: number;
  readonly p99LatencyMs?: number;
}

interface AlarmJson {
  readonly alarm_name: string;
  readonly alarm_description: string;
  readonly namespace?: string;
  readonly threshold: number;
}

const systems = Object.keys(prod.systems) as (keyof typeof prod.systems)[];

/** All systems, with the same settings of alarms and the same objectives. */
function synthWith(alarms: Alarms, objectives?: Objectives) {
  const { worker, ...others } = prod.systems;
  const promising = Object.fromEntries(
    Object.entries(others).map(([name, system]) => [name, { ...system, objectives }]),
  );
  const { stacks } = synthEnvironments({
    prod: { ...prod, alarms, systems: { ...promising, worker } },
  });
  return (system: string) => stacks[`${system}-prod`]!;
}

/** The alarms for people. Others only roll deployments back, or scale. */
function alarmsOf(json: TerraformJson, ...kinds: AlarmKind[]): readonly AlarmJson[] {
  return (json.resources("aws_cloudwatch_metric_alarm") as AlarmJson[]).filter(
    ({ alarm_name: name, alarm_description: text }) =>
      text.includes("runbook") && kinds.includes(kindOfAlarm(name)!),
  );
}

/** Thresholds as in the settings: APIs measure milliseconds and shares, load balancers seconds and percent. */
const given = (alarms: readonly AlarmJson[], factor: number) =>
  alarms.map(({ namespace, threshold }) =>
    namespace === "AWS/ApiGateway" ? threshold * (factor === 1000 ? 1 : 100) : threshold * factor,
  );

const withFront = systems.filter((system) => system !== "worker");
const usual = synthWith({});
const other = synthWith({ latencyMs: 800, serverErrorPercent: 1 });
const without = synthWith({ leaveOut: [...kindsOfResources] });
const available = synthWith({}, { availability: 99.9 });
const fast = synthWith({}, { p99LatencyMs: 300 });

describe.each(withFront)("the alarms of %s", (system) => {
  test.each([
    ["their usual latency", usual, [3000]],
    ["that of the settings", other, [800]],
    ["none, if the settings leave it out", without, []],
    ["that of an availability's system", available, [3000]],
    ["none beside its objective", fast, []],
  ])("have %s", (_, synthesized, expected) => {
    const found = given(alarmsOf(synthesized(system), "latency"), 1000);
    expect([...new Set(found)]).toEqual(expected);
  });

  test.each([
    ["5 percent of errors", usual, 5],
    ["the percentage of the settings", other, 1],
  ])("allow %s, of the front and of each service", (_, synthesized, percent) => {
    const found = given(alarmsOf(synthesized(system), "balancer-errors", "server-errors"), 1);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set([percent]));
  });

  test("leave the errors of the front to its objective, and keep those of services", () => {
    const json = available(system);
    const errors = alarmsOf(json, "balancer-errors", "server-errors");
    expect(errors.filter(({ namespace }) => namespace === "AWS/ApiGateway")).toEqual([]);
    expect(alarmsOf(json, "balancer-errors")).toEqual([]);
    const ofServices = alarmsOf(usual(system), "server-errors").filter(
      ({ namespace }) => namespace !== "AWS/ApiGateway",
    );
    expect(errors.map((alarm) => alarm.alarm_name)).toEqual(
      ofServices.map((alarm) => alarm.alarm_name),
    );
  });
});

test.each(systems)("%s leaves out each kind that the settings do", (system) => {
  expect(alarmsOf(usual(system), ...kindsOfResources)).not.toEqual([]);
  expect(alarmsOf(without(system), ...kindsOfResources)).toEqual([]);
});

test("incidents are raised by the burn rates only, not by the thresholds in whose place they are", () => {
  const both = synthWith({}, { availability: 99.9, p99LatencyMs: 300 });
  for (const system of withFront) {
    const rules = both(system)
      .resources("aws_cloudwatch_composite_alarm")
      .map(({ alarm_rule: rule }) => rule as string)
      .join();
    expect(rules).toContain(`"${system}-prod-1h-latency-burn"`);
    expect(rules).not.toMatch(
      /-latency"|balancer-errors|rest-api-prod-api-server|http-api-prod-server/,
    );
  }
});
