import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EnvironmentSettings, parseEnvironments } from "../../settings/environment";
import {
  checkResources,
  writtenResources,
} from "../../tools/rehearse/cloudformation/resource-check";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";
import { prod } from "../fixtures/environments/prod";
import { largest } from "../sweeps/largest-settings";
import { synthesizeInto } from "./synthesize-into";

const outdir = mkdtempSync(join(tmpdir(), "largest-"));
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

/** One with every service, and one that opened since 2023. */
const REGIONS = ["us-east-1", "ca-west-1"];

type Systems = EnvironmentSettings["systems"];

/** The systems that the settings take in a region, each with the message for those that they refuse. */
function inRegion(region: string): { settings?: EnvironmentSettings; refused: string[] } {
  const base: EnvironmentSettings = prod;
  const taken: Systems = {};
  const refused: string[] = [];
  for (const [name, system] of Object.entries(base.systems)) {
    const alone = { ...base, region, systems: { [name]: system } };
    const [problem] = parseEnvironments({ prod: alone }).problems;
    if (problem === undefined) Object.assign(taken, { [name]: system });
    else refused.push(`${problem.path.slice(1).join(".")} ${problem.message}`);
  }
  return { settings: { ...base, region, systems: taken }, refused };
}

test.each(REGIONS)(
  "in %s, what the settings take as their largest is within AWS's limits",
  async (region) => {
    const { settings, refused } = inRegion(region);
    // What is refused is so for the region, in words that name it.
    expect(refused.filter((message) => !message.includes(region))).toEqual([]);
    const { stacks } = synthesizeInto(join(outdir, region), largest({ prod: settings! }));
    const resources = await Promise.all(
      stacks.map(({ name, json }) => writtenResources(name, json, SAMPLE_VARIABLES)),
    );
    const { checked, violations } = await checkResources(resources);
    expect(violations).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  },
);
