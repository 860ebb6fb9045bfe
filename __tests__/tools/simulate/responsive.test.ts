import type { EnvironmentSettings } from "../../../settings/environment";
import { readLoad } from "../../../tools/simulate/load/read-load";
import { demandPerRequest } from "../../../tools/simulate/model/demand";
import { withDefaults } from "../../../tools/simulate/model/parameters";
import { run } from "../../../tools/simulate/run";
import type { ReadSystem } from "../../../tools/simulate/system/read-system";
import { readFromSettings } from "./support/simulated-environment";

const environment = (systems: EnvironmentSettings["systems"]): EnvironmentSettings => ({
  region: "us-east-2",
  state: { kind: "s3", bucket: "acme-state-dev" },
  network: { kind: "default-vpc" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  systems,
});

const SEEDS = [1, 2, 3];
const parameters = withDefaults();

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Seconds from a tenfold step until as many tasks are healthy as the reference's own target asks for; Infinity where never. */
function secondsToCapacity(read: ReadSystem, reference: ReadSystem, rate: number): number {
  const { load, incidents } = readLoad("step:10x", rate);
  const needed = reference.system.services.map((service) =>
    Math.ceil(
      10 *
        rate *
        service.loadShare *
        demandPerRequest(service, reference.system.groups, parameters) -
        1e-9,
    ),
  );
  const at = 600;
  return mean(
    SEEDS.map((seed) => {
      const { intervals } = run({ read, load, incidents, parameters, seed }).result;
      const enough = intervals.find(
        ({ time, services }) =>
          time > at && services.every(({ healthy }, index) => healthy >= (needed[index] ?? 0)),
      );
      return (enough?.time ?? Infinity) - at;
    }),
  );
}

function usdPerHourOfDay(read: ReadSystem, rate: number): number {
  const { load, incidents } = readLoad("day", rate);
  return run({ read, load, incidents, parameters, seed: 1 }).summary.usdPerHour;
}

/** At rates of which the reference carries the tenfold at all, so that it pays for what it serves. */
describe.each([
  ["http-scale-out", 30],
  ["daemon-api", 45],
  ["talk-service", 45],
] as const)(
  "the preset responsive of %s, against the reference's figures at %d requests/s,",
  (name, rate) => {
    const capacity = { cpuCredits: "unlimited" } as const;
    let reference: ReadSystem;
    let responsive: ReadSystem;

    beforeAll(async () => {
      reference = await readFromSettings(name, environment({ [name]: { capacity } }));
      responsive = await readFromSettings(
        name,
        environment({ [name]: { capacity, preset: "responsive" } }),
      );
    });

    it("has enough tasks in at most half of the time after a tenfold step", () => {
      const before = secondsToCapacity(reference, reference, rate);
      const after = secondsToCapacity(responsive, reference, rate);
      expect(after).toBeLessThanOrEqual(before / 2);
      expect(after).toBeLessThan(6 * 60);
    });

    it("costs no more in a day with two peaks", () => {
      const before = usdPerHourOfDay(reference, rate);
      const after = usdPerHourOfDay(responsive, rate);
      expect(after).toBeLessThanOrEqual(before);
    });
  },
);
