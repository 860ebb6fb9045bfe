import { join } from "node:path";
import { environments } from "../fixtures/environments/all";
import { running } from "../support/environments";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import {
  type RehearsedEnvironment,
  fittingConcurrency,
  rehearseEnvironments,
} from "../../tools/rehearse/life/rehearse-environments";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { select } from "../../tools/rehearse/synthesized/selection";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";
import { synthesizeInto } from "./synthesize-into";

const workplace = Workplace.create();
let rehearsals: ReadonlyMap<string, Promise<RehearsedEnvironment>>;

/** The shipped environments leave the system out: it is rehearsed as the tests' own have it. */
beforeAll(() => {
  const synthesis = synthesizeInto(join(workplace.folder, "worker-out"), {
    dev: running("worker", environments.dev),
    prod: running("worker", environments.prod),
  });
  const stacks = ["worker-images-dev", "worker-dev", "worker-images-prod", "worker-prod"];
  const selected = select(synthesis, stacks);
  rehearsals = rehearseEnvironments(selected, {
    workplace,
    accountOf: (environment) =>
      Emulator.start({ logFile: join(workplace.folder, `worker-${environment}.log`) }),
    variables: SAMPLE_VARIABLES,
    concurrency: fittingConcurrency(selected.length),
    progress: {
      begins: () => undefined,
      ends: () => undefined,
      tell: (stack, line) => process.stderr.write(`  ${stack}: ${line}\n`),
    },
  });
  for (const rehearsal of rehearsals.values()) rehearsal.catch(() => undefined);
});

afterAll(async () => {
  await Promise.allSettled(rehearsals.values());
  workplace.remove();
});

/** moto 5.2.5 returns a RedrivePolicy with white space, so a second plan wants to change the queue: its fix is still to be written. */
test.skip.each(["dev", "prod"])(
  "[worker 23] is applied in %s, planned without a change, changed, and destroyed without a rest (skipped: moto writes a queue's RedrivePolicy in another form than AWS)",
  async (environment) => {
    const { error, stacks, violations, leftBehind } = await rehearsals.get(environment)!;
    expect(error).toBeUndefined();
    expect(stacks.map(({ stack }) => stack)).toContain(`worker-${environment}`);
    const runtime = stacks.find(({ stack }) => stack === `worker-${environment}`)!;
    expect(runtime.resources).toBeGreaterThan(20);
    expect(runtime.changes.length).toBeGreaterThan(0);
    expect(violations).toEqual([]);
    expect(leftBehind).toEqual({});
  },
);
