import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "../emulator/account";
import { Emulator } from "../emulator/emulator";
import type { Workplace } from "../life/workplace";

const POINTING = /^(AWS_|TF_|NO_PROXY|CHECKPOINT_DISABLE)/;

/** Says how to look around in what was kept, and writes the environment variables for it into a file to be sourced. */
export function howToLookAround(
  workplace: Workplace,
  accounts: ReadonlyMap<string, Account>,
): string {
  return [...accounts]
    .flatMap(([environment, account]) => {
      const file = join(workplace.folder, `look-around-${environment}.sh`);
      const variables = Object.entries(workplace.environment(account.endpoint)).filter(([name]) =>
        POINTING.test(name),
      );
      writeFileSync(
        file,
        variables.map(([name, value]) => `export ${name}='${value ?? ""}'\n`).join(""),
      );
      return [
        `${environment} is kept at ${account.endpoint}, its stacks in ${workplace.folder}. To look around:`,
        `  . ${file}`,
        `  terraform -chdir=${join(workplace.folder, `<stack>-${environment}`)} state list`,
        account instanceof Emulator
          ? `To end it: kill ${account.processId}`
          : "It is yours to end.",
      ];
    })
    .join("\n");
}
