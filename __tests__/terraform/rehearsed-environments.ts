import { join } from "node:path";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import {
  type RehearsedEnvironment,
  fittingConcurrency,
  type RehearsalOptions,
  rehearseEnvironments,
} from "../../tools/rehearse/life/rehearse-environments";
import type { Workplace } from "../../tools/rehearse/life/workplace";
import type { SelectedEnvironment } from "../../tools/rehearse/synthesized/selection";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";

/** Environments side by side, each on an emulator of its own: tests wait for theirs. Progress goes to standard error. */
export function rehearsedEnvironments(
  selected: readonly SelectedEnvironment[],
  workplace: Workplace,
  { provesLock = false, onApplied }: Pick<RehearsalOptions, "provesLock" | "onApplied"> = {},
): ReadonlyMap<string, Promise<RehearsedEnvironment>> {
  const rehearsals = rehearseEnvironments(selected, {
    workplace,
    accountOf: (environment) =>
      Emulator.start({ logFile: join(workplace.folder, `emulator-${environment}.log`) }),
    variables: SAMPLE_VARIABLES,
    concurrency: fittingConcurrency(selected.length),
    provesLock,
    onApplied,
    progress: {
      begins: () => undefined,
      ends: () => undefined,
      tell: (stack, line) => process.stderr.write(`  ${stack}: ${line}\n`),
    },
  });
  // One may fail before its tests have their turn to ask.
  for (const rehearsal of rehearsals.values()) rehearsal.catch(() => undefined);
  return rehearsals;
}
