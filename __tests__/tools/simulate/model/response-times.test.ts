import { withDefaults } from "../../../../tools/simulate/model/parameters";
import { simulate } from "../../../../tools/simulate/model/simulation";
import type {
  AlarmSettings,
  ServicePolicy,
  StepPolicy,
} from "../../../../tools/simulate/model/system";
import {
  cpuTarget,
  fargateService,
  load,
  scaling,
  stepLoad,
  system,
} from "../support/sample-systems";

const seconds = { of: "service", name: "http-api", metric: "response-seconds" } as const;

const alarm = (more: Partial<AlarmSettings> = {}): AlarmSettings => ({
  name: "slow",
  source: seconds,
  statistic: "p95",
  comparison: "above",
  threshold: 0.1,
  periodSeconds: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: "notBreaching",
  ...more,
});

const steps = (of: AlarmSettings): StepPolicy => ({
  kind: "step",
  name: "latency",
  alarm: of,
  adjustmentType: "ChangeInCapacity",
  minAdjustmentMagnitude: 0,
  cooldownSeconds: 300,
  steps: [{ lower: 0, adjustment: 3 }],
});

function run(policy: ServicePolicy, rate: Parameters<typeof simulate>[1]) {
  return simulate(system([fargateService({ scaling: scaling(1, 20, policy) })], []), rate, {
    parameters: withDefaults(),
    seed: 1,
  });
}

const most = ({ intervals }: ReturnType<typeof run>) =>
  Math.max(...intervals.map(({ services }) => services[0]?.desired ?? 0));

describe("the response time of a load balancer", () => {
  // 4 ms of CPU on a quarter of a vCPU: 62 requests/s are the most that one task can answer.
  const calm = load(1800, () => 10);
  const overloaded = stepLoad(10, 100, 600, 1800);

  it("adds tasks when requests become slow, and not before", () => {
    expect(most(run(steps(alarm()), calm))).toBe(1);
    const { events } = run(steps(alarm()), overloaded);
    const first = events.find(({ text }) => text.startsWith("1 to 4 tasks: latency:"));
    // A period of a minute that the overload fills in part, and the lag of the metric.
    expect(first!.time).toBeGreaterThan(600);
    expect(first!.time).toBeLessThan(900);
    // In seconds, and not rounded away: a task is overloaded by far.
    expect(first!.text).toMatch(/^1 to 4 tasks: latency: \d+\.\d+ is above 0\.1$/);
    const alarms = events.filter(({ text }) => text.startsWith("slow is ALARM"));
    expect(alarms[0]!.text).toContain("above 0.1 in 1 of 1 points of 60 s");
  });

  it("has a p99 above its median, so that one threshold lies between them", () => {
    const between = (statistic: AlarmSettings["statistic"]) =>
      most(
        run(
          steps(alarm({ statistic, threshold: 0.03 })),
          load(1800, () => 25),
        ),
      );
    expect(between("p50")).toBe(1);
    expect(between("p99")).toBeGreaterThan(1);
  });

  it("has no data while nothing is answered", () => {
    const whenFast: StepPolicy = {
      ...steps(alarm({ comparison: "below", threshold: 10 })),
      steps: [{ upper: 0, adjustment: -1 }],
    };
    const atTheEnd = (rate: number) => {
      const of = { ...fargateService({ scaling: scaling(1, 20, whenFast) }), desiredCount: 5 };
      const { intervals } = simulate(
        system([of], []),
        load(1800, () => rate),
        {
          parameters: withDefaults(),
          seed: 1,
        },
      );
      return intervals.at(-1)?.services[0]?.desired;
    };
    expect(atTheEnd(0)).toBe(5);
    const breaching = alarm({ treatMissingData: "breaching", threshold: 0.025 });
    const idle = { ...system([fargateService()], []), notifications: [breaching] };
    const { events } = simulate(
      idle,
      load(1800, () => 0),
      {
        parameters: withDefaults(),
        seed: 1,
      },
    );
    expect(events.map(({ text }) => text)).toContain(
      "slow is ALARM: response-seconds missing, above 0.025 in 1 of 1 points of 60 s",
    );
    expect(atTheEnd(10)).toBeLessThan(5);
  });

  it("gives the requests in flight of a task, by Little's law", () => {
    const inFlight = (target: number): ServicePolicy => ({
      ...cpuTarget(target),
      name: "in-flight",
      metric: "custom",
      custom: {
        statistic: "Average",
        source: {
          of: "math",
          name: "http-api",
          expression: "requests * seconds / 60",
          inputs: {
            requests: {
              source: { ...seconds, metric: "requests-per-target" },
              statistic: "Sum",
            },
            seconds: { source: seconds, statistic: "Average" },
          },
        },
      },
    });
    // 25 requests/s that take 10 to 100 ms each: between 0.2 and 3 at once.
    const steady = load(1800, () => 25);
    expect(most(run(inFlight(3), steady))).toBe(1);
    expect(most(run(inFlight(0.2), steady))).toBeGreaterThan(1);
  });
});
