import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EnvironmentSettings,
  formatProblem,
  parseEnvironments,
} from "../../settings/environment";
import {
  checkResources,
  type ResourceCheck,
  writtenResources,
} from "../../tools/rehearse/cloudformation/resource-check";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";
import type { SynthesizedStack } from "../../tools/synthesized/synthesis";
import { prod } from "../fixtures/environments/prod";
import { fullSettings } from "../settings/full/full-settings";
import { largest, longest, most } from "../sweeps/largest/largest-settings";
import { overQuotas } from "../sweeps/largest/quotas";
import { inRegion, ofOtherPartitions, REGIONS } from "../sweeps/regions";
import { synthesizeInto } from "./synthesize-into";

const outdir = mkdtempSync(join(tmpdir(), "largest-"));
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

type Named = EnvironmentSettings & { readonly name: string };

/** With every default in place, so that each has a place to grow; a system at a time, which is quicker by far. */
function systemsOf(environment: Named): Record<string, EnvironmentSettings>[] {
  const { environments, problems } = parseEnvironments({ [environment.name]: environment });
  expect(problems.map(formatProblem)).toEqual([]);
  return environments.flatMap((each) => {
    const its = each as unknown as Named;
    return Object.entries(its.systems).map(([name, system]) => ({
      [its.name]: { ...its, systems: { [name]: system }, pipelines: pipelineOf(its, name) },
    }));
  });
}

/** The pipeline of the one system, if it has one. */
function pipelineOf({ pipelines = {} }: EnvironmentSettings, system: string) {
  const its = Object.entries(pipelines).filter(([name]) => name === system);
  return its.length === 0 ? undefined : Object.fromEntries(its);
}

/**
 * Without previews: what they share with their system is in a parameter, which only AWS has. Their names are looked at in
 * __tests__/stacks/preview-stack.test.ts.
 */
async function check(stacks: readonly SynthesizedStack[]): Promise<ResourceCheck> {
  const known = stacks.filter(({ name }) => !name.startsWith("preview-"));
  const resources = known.map(({ name, json }) => writtenResources(name, json, SAMPLE_VARIABLES));
  return checkResources(await Promise.all(resources));
}

/** Its document would have to be there. */
const demo: Named = structuredClone(fullSettings.demo);
Reflect.deleteProperty(demo.systems["http-api"]?.api ?? {}, "openApiFile");

test.each([prod, fullSettings.qa, demo])(
  "with the largest that the settings take in $name, no stack has more than AWS takes",
  async (environment) => {
    const stacks = systemsOf(environment).flatMap((settings, index) =>
      [largest, most].flatMap((grow) => {
        const folder = join(outdir, environment.name, `${index}-${grow.name}`);
        return synthesizeInto(folder, grow(settings)).stacks;
      }),
    );
    expect(stacks.flatMap(({ json }) => overQuotas(json))).toEqual([]);
    const { checked, violations } = await check(stacks);
    expect(violations).toEqual([]);
    expect(checked).toBeGreaterThan(1000);
  },
);

describe("in a region", () => {
  const grown = systemsOf(prod).map(longest);
  const systems = Object.assign({}, ...grown.map((each) => each["prod"]?.systems)) as object;
  const refused = new Map<string, readonly string[]>();
  const stacks = new Map<string, readonly SynthesizedStack[]>();
  let found: ResourceCheck;

  beforeAll(async () => {
    for (const region of Object.keys(REGIONS)) {
      const there = inRegion({ ...prod, ...grown[0]?.["prod"], systems }, region);
      refused.set(region, there.refused);
      stacks.set(region, synthesizeInto(join(outdir, region), { prod: there.settings }).stacks);
    }
    // All in one run: cfn-lint takes longer to start than to check a region.
    const named = [...stacks].flatMap(([region, its]) =>
      its.map((stack) => ({ ...stack, name: `${region}/${stack.name}` })),
    );
    found = await check(named);
  });

  test.each(Object.entries(REGIONS))(
    "%s (%s), the longest names are within AWS's limits, and of its partition",
    (region) => {
      // What is refused is so for the region, in words that name it.
      expect(refused.get(region)?.filter((message) => !message.includes(region))).toEqual([]);
      const its = stacks.get(region) ?? [];
      expect(its.length).toBeGreaterThan(5);
      expect(its.flatMap(({ json }) => ofOtherPartitions(json.json, region))).toEqual([]);
      expect(found.violations.filter(({ resource }) => resource.startsWith(`${region}/`))).toEqual(
        [],
      );
    },
  );

  test("the resources of every region are compared", () => {
    expect(found.checked).toBeGreaterThan(100 * Object.keys(REGIONS).length);
  });
});
