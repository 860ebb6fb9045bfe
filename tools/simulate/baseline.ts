import { synthesisOf } from "../cost/revision";
import { Synthesis } from "../synthesized/synthesis";
import { judge, type Verdict } from "./assertions";
import { loadSystem } from "./load-system";
import { run, type Scenario } from "./run";
import type { ReadSystem } from "./system/read-system";

export interface Baseline {
  readonly root: string;
  /** A git revision, or a folder with a synthesis. */
  readonly place: string;
  readonly system: string;
  readonly environment: string;
  readonly variables: Readonly<Record<string, string>>;
  /** What the options set in the system, which they set in the baseline as well. */
  readonly adapt: (read: ReadSystem) => ReadSystem;
}

/**
 * Says of each assertion that does not hold whether it holds in the baseline under the same load. In a baseline that does not
 * run the system, no assertion holds. Where all hold, the baseline is neither synthesized nor simulated.
 *
 * @throws UserError if the baseline is neither a revision nor a synthesis
 */
export async function judgeBaseline(
  scenario: Scenario,
  verdicts: readonly Verdict[],
  { root, place, system, environment, variables, adapt }: Baseline,
): Promise<readonly Verdict[]> {
  if (verdicts.every(({ holds }) => holds)) return verdicts;
  const folder = await synthesisOf(root, place, console.error, "", "--baseline");
  const isThere = Synthesis.read(folder).stacks.some(
    ({ name }) => name === `${system}-${environment}`,
  );
  if (!isThere) return verdicts.map((each) => (each.holds ? each : { ...each, heldBefore: false }));
  const read = adapt(await loadSystem(folder, system, environment, variables));
  const before = judge(
    verdicts.map(({ assertion }) => assertion),
    run({ ...scenario, read }).summary,
  );
  return verdicts.map((each, index) =>
    each.holds ? each : { ...each, heldBefore: before[index]?.holds ?? false },
  );
}
