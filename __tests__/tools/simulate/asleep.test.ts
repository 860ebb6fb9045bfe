import { dev } from "../../fixtures/environments/dev";
import { withDefaults } from "../../../tools/simulate/model/parameters";
import { run } from "../../../tools/simulate/run";
import { readFromSettings } from "./support/simulated-environment";

const parameters = withDefaults();

/** The run begins on a Monday at midnight, UTC. */
const at = (day: number, hour: number) => (day * 24 + hour) * 3600;

test.each(["http-scale-out", "http-api"] as const)(
  "%s is simulated asleep from Monday evening until Tuesday morning",
  async (system) => {
    const environment = {
      ...dev,
      systems: { [system]: dev.systems[system] },
      asleep: { from: "20:00", until: "07:00" },
    };
    const read = await readFromSettings(system, environment);
    const load = { name: "steady", seconds: at(1, 12), rateAt: () => 0.2 };
    const { result } = run({ read, load, incidents: [], parameters, seed: 1 });
    const during = (from: number, until: number) =>
      result.intervals.filter(({ time }) => time > from && time < until);
    const sizes = (from: number, until: number) =>
      during(from, until).map(({ services, groups }) => [
        ...services.map(({ healthy }) => healthy),
        ...groups.map(({ inService }) => inService),
      ]);
    const night = sizes(at(0, 20.5), at(1, 6.9)).flat();
    expect(night.length).toBeGreaterThan(10);
    expect(new Set(night)).toEqual(new Set([0]));
    const day = [...sizes(at(0, 1), at(0, 19.9)), ...sizes(at(1, 7.25), at(1, 12))].flat();
    expect(Math.min(...day)).toBeGreaterThan(0);
  },
);

test("a run says that it does not stop tasks while nobody calls", async () => {
  const environment = {
    ...dev,
    systems: { "http-api": { ...dev.systems["http-api"], idle: { afterMinutes: 15 } } },
  };
  const { notModelled } = await readFromSettings("http-api", environment);
  expect(notModelled.join()).toContain(
    "Tasks that stop after 15 minutes without a request are left out",
  );
});
