import { hostname } from "node:os";
import { join } from "node:path";
import {
  fittingConcurrency,
  rehearseEnvironments,
} from "../../tools/rehearse/life/rehearse-environments";
import type { EnvironmentReport } from "../../tools/rehearse/life/report";
import { SAMPLE_VARIABLES } from "../../tools/rehearse/life/sample-variables";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/rehearse/project-root";
import { Synthesis } from "../../tools/rehearse/synthesized/synthesis";
import { rememberedLeftOut } from "./left-out";

const synthesis = Synthesis.read(join(projectRoot(), "cdktf.out"));
const workplace = Workplace.create();
let rehearsals: ReadonlyMap<string, Promise<EnvironmentReport>>;

/** All environments side by side: their tests wait for their own. */
beforeAll(() => {
  rehearsals = rehearseEnvironments(synthesis.environments, {
    synthesis,
    workplace,
    variables: SAMPLE_VARIABLES,
    concurrency: fittingConcurrency(synthesis.environments.length),
    onProgress: (line) => process.stderr.write(`  ${line}\n`),
  });
  // One may fail before its tests have their turn to ask.
  for (const rehearsal of rehearsals.values()) rehearsal.catch(() => undefined);
});

afterAll(async () => {
  const results = await Promise.allSettled(rehearsals.values());
  if (results.every(({ status }) => status === "fulfilled")) workplace.remove();
});

for (const { name } of synthesis.strays) {
  test.skip(`applies ${name}: its environment has no stack that makes a state bucket`, () =>
    undefined);
}

describe.each(synthesis.environments)("%s", (environment) => {
  const stackNames = [
    synthesis.stateStack(environment),
    ...synthesis.systemStacks(environment),
  ].map(({ name }) => name);

  let failureIsTold = false;

  /** The first test to ask tells why a rehearsal failed, the others only that it did. */
  const report = async (): Promise<EnvironmentReport> => {
    const rehearsal = rehearsals.get(environment);
    if (!rehearsal) throw new Error(`${environment} was not rehearsed`);
    return rehearsal.catch((error: unknown) => {
      if (failureIsTold) throw new Error(`the rehearsal of ${environment} failed, see above`);
      failureIsTold = true;
      throw error;
    });
  };

  test("plans, applies, plans without a change and destroys every stack", async () => {
    const { stacks } = await report();
    expect(stacks.map(({ stack }) => stack)).toEqual(stackNames);
    expect(stackNames).toContain(`http-scale-out-${environment}`);
    for (const { resources } of stacks) expect(resources).toBeGreaterThan(0);
  });

  test("moves the state of the state stack into the bucket that it made", async () => {
    const { ownState } = await report();
    expect(ownState).toMatchObject({ version: 4 });
    expect(ownState.resources.map(({ type }) => type)).toContain("aws_s3_bucket");
  });

  test("refuses a second plan while an apply holds the lock, and names the holder", async () => {
    const { lock } = await report();
    expect(lock?.lock.Operation).toBe("OperationTypeApply");
    expect(lock?.lock.Who).toContain(hostname());
    expect(lock?.refusal).toContain("Error acquiring the state lock");
    expect(lock?.refusal).toContain(`Who:       ${lock?.lock.Who}`);
    expect(lock?.releasedAfterwards).toBe(true);
  });

  test("leaves nothing behind but former task definitions", async () => {
    const { leftBehind, kept } = await report();
    expect(leftBehind).toEqual({});
    expect(Object.keys(kept)).toEqual(["ecs.TaskDefinition"]);
  });

  for (const { stack, address, reason } of rememberedLeftOut()) {
    if (stackNames.includes(stack))
      test.skip(`applies ${address} of ${stack}: ${reason}`, () => undefined);
  }
});
