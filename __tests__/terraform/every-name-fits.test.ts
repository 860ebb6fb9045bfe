import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, parseEnvironments } from "../../settings/environment";
import type { EnvironmentSettings } from "../../settings/environment";
import {
  checkResources,
  type ResourceCheck,
  writtenResources,
} from "../../tools/rehearse/cloudformation/resource-check";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";
import type { SynthesizedStack } from "../../tools/synthesized/synthesis";
import { prod } from "../fixtures/environments/prod";
import { fullSettings } from "../settings/full-settings";
import { largest, longest } from "../sweeps/largest-settings";
import { overQuotas } from "../sweeps/quotas";
import { inRegion, ofOtherPartitions, REGIONS } from "../sweeps/regions";
import { synthesizeInto } from "./synthesize-into";

const outdir = mkdtempSync(join(tmpdir(), "largest-"));
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

/** With every default in place, so that each has a place to grow. */
function withDefaults(environment: EnvironmentSettings): Record<string, EnvironmentSettings> {
  const { environments, problems } = parseEnvironments({
    [environment.name ?? "prod"]: environment,
  });
  expect(problems.map(formatProblem)).toEqual([]);
  return Object.fromEntries(
    environments.map((each) => [each.name, each as unknown as EnvironmentSettings]),
  );
}

async function checked(stacks: readonly SynthesizedStack[]): Promise<ResourceCheck> {
  const resources = stacks.map(({ name, json }) => writtenResources(name, json, SAMPLE_VARIABLES));
  return checkResources(await Promise.all(resources));
}

/** Its document would have to be there. */
const demo: EnvironmentSettings & { name: string } = structuredClone(fullSettings.demo);
Reflect.deleteProperty(demo.systems["http-api"]?.api ?? {}, "openApiFile");

test.each([prod, fullSettings.qa, demo])(
  "with the largest that the settings take in $name, no stack has more than AWS takes",
  async (environment) => {
    const settings = largest(withDefaults(environment));
    const { stacks } = synthesizeInto(join(outdir, environment.name), settings);
    expect(stacks.flatMap(({ json }) => overQuotas(json))).toEqual([]);
    const { checked: count, violations } = await checked(stacks);
    expect(violations).toEqual([]);
    expect(count).toBeGreaterThan(1000);
  },
);

describe("in a region", () => {
  const { prod: grown } = longest(withDefaults(prod));

  test.each(Object.entries(REGIONS))(
    "%s (%s), the longest names are within AWS's limits, and of its partition",
    async (region) => {
      const { settings, refused } = inRegion(grown!, region);
      // What is refused is so for the region, in words that name it.
      expect(refused.filter((message) => !message.includes(region))).toEqual([]);
      const { stacks } = synthesizeInto(join(outdir, region), { prod: settings });
      expect(stacks.flatMap(({ json }) => ofOtherPartitions(json.json, region))).toEqual([]);
      const { checked: count, violations } = await checked(stacks);
      expect(violations).toEqual([]);
      expect(count).toBeGreaterThan(100);
    },
  );
});
