import { join } from "node:path";
import { environments } from "../fixtures/environments/all";
import type { EnvironmentSettings } from "../../settings/environment";
import type { RehearsedEnvironment } from "../../tools/rehearse/life/rehearse-environments";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { select } from "../../tools/rehearse/synthesized/selection";
import { running } from "../support/environments";
import { rehearsedEnvironments } from "./rehearsed-environments";
import { synthesizeInto } from "./synthesize-into";

/* http-scale-out on capacity that no shipped environment has. */

type Capacity = NonNullable<
  NonNullable<EnvironmentSettings["systems"]["http-scale-out"]>["capacity"]
>;

const workplace = Workplace.create();
let rehearsals: ReadonlyMap<string, Promise<RehearsedEnvironment>>;

const kinds: Readonly<Record<string, Capacity>> = {
  managed: { kind: "managed-instances", maxVcpus: 8 },
  fargate: {
    kind: "fargate",
    architecture: "arm64",
    spotPercent: 50,
    onDemandTasks: 2,
    platformVersion: "1.4.0",
    ephemeralStorageGiB: 30,
  },
};

function on(name: string, capacity: Capacity, index: number): EnvironmentSettings {
  const settings: EnvironmentSettings = running("http-scale-out", environments.dev);
  return {
    ...settings,
    name,
    nameSuffix: `-${name}`,
    state: { kind: "s3", bucket: `http-scale-out-tfstate-${name}` },
    network: { kind: "own", cidr: `10.${index}.0.0/16`, zoneCount: 2, nat: "single" },
    loadTest: undefined,
    systems: { "http-scale-out": { ...settings.systems["http-scale-out"], capacity } },
  };
}

beforeAll(() => {
  const names = Object.keys(kinds);
  const synthesis = synthesizeInto(
    join(workplace.folder, "capacity-out"),
    Object.fromEntries(names.map((name, index) => [name, on(name, kinds[name]!, index)])),
  );
  const stacks = names.flatMap((name) => [
    `http-scale-out-images-${name}`,
    `http-scale-out-${name}`,
  ]);
  rehearsals = rehearsedEnvironments(select(synthesis, stacks), workplace);
});

afterAll(async () => {
  await Promise.allSettled(rehearsals.values());
  workplace.remove();
});

test.each([["managed", 20]])(
  "what of a stack of kind %s this provider knows is applied, planned without a change, and destroyed without a rest",
  async (name, resources) => {
    const { error, stacks, violations, leftBehind } = await rehearsals.get(name)!;
    expect(error).toBeUndefined();
    const runtime = stacks.find(({ stack }) => stack === `http-scale-out-${name}`)!;
    expect(runtime.resources).toBeGreaterThan(resources);
    expect(violations).toEqual([]);
    expect(leftBehind).toEqual({});
  },
);

test("[2026-11 H] all of a stack of kind fargate is applied, its service and its tasks among it", async () => {
  const { error, stacks, violations, leftBehind } = await rehearsals.get("fargate")!;
  expect(error).toBeUndefined();
  const runtime = stacks.find(({ stack }) => stack === "http-scale-out-fargate")!;
  expect(runtime.leftOut).toEqual([]);
  expect(runtime.resources).toBeGreaterThan(35);
  expect(violations).toEqual([]);
  expect(leftBehind).toEqual({});
});
