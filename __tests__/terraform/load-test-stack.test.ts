import { join } from "node:path";
import type { RehearsedEnvironment } from "../../tools/rehearse/life/rehearse-environments";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { select } from "../../tools/rehearse/synthesized/selection";
import { environments } from "../fixtures/environments/all";
import { rehearsedEnvironments } from "./rehearsed-environments";
import { synthesizeInto } from "./synthesize-into";

const workplace = Workplace.create();
let rehearsals: ReadonlyMap<string, Promise<RehearsedEnvironment>>;

/** The shipped environments have no load tests on Fargate: they are rehearsed as the tests' own have them. */
beforeAll(() => {
  const { dev, prod } = environments;
  const synthesis = synthesizeInto(join(workplace.folder, "load-test-out"), {
    dev: { ...dev, systems: {} },
    prod: { ...prod, systems: {} },
  });
  const stacks = ["dev", "prod"].flatMap((environment) => [
    `load-test-images-${environment}`,
    `load-test-${environment}`,
  ]);
  rehearsals = rehearsedEnvironments(select(synthesis, stacks), workplace);
});

afterAll(async () => {
  await Promise.allSettled(rehearsals.values());
  workplace.remove();
});

test.each(["dev", "prod"])(
  "is applied in %s, planned without a change, and destroyed without a rest",
  async (environment) => {
    const { error, stacks, violations, leftBehind } = await rehearsals.get(environment)!;
    expect(error).toBeUndefined();
    const runtime = stacks.find(({ stack }) => stack === `load-test-${environment}`);
    expect(runtime?.resources).toBeGreaterThan(15);
    expect(violations).toEqual([]);
    expect(leftBehind).toEqual({});
  },
);
