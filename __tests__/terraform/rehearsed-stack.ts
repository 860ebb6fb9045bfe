import { join } from "node:path";
import { type Drift, driftIn } from "../../tools/drift/drift";
import { refresh } from "../../tools/drift/refresh";
import { Slots } from "../../tools/process/slots";
import { type Account, SIGNED } from "../../tools/rehearse/emulator/account";
import type { Progress } from "../../tools/rehearse/life/progress";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";
import { StackRehearsal } from "../../tools/rehearse/life/stack-rehearsal";
import type { Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";
import { Synthesis } from "../../tools/synthesized/synthesis";

export const silent: Progress = {
  begins: () => undefined,
  ends: () => undefined,
  tell: () => undefined,
};

/** A stack, of the project unless told otherwise, ready to be initialised; what it tells goes into `told`. */
export function rehearsalOf(
  name: string,
  workplace: Workplace,
  account: Account,
  told: string[] = [],
  synthesis = Synthesis.read(join(projectRoot(), "cdktf.out")),
): Promise<StackRehearsal> {
  return StackRehearsal.of(synthesis.stack(name), {
    workplace,
    account,
    variables: SAMPLE_VARIABLES,
    progress: { ...silent, tell: (_, line) => told.push(line) },
    slots: new Slots(4),
  });
}

/** Makes the bucket of a stack's state: the stack that makes it in earnest takes a minute. */
export async function makeStateBucket(stack: StackRehearsal, account: Account): Promise<void> {
  const { status } = await fetch(`${account.endpoint}/${stack.backend?.bucket}`, {
    method: "PUT",
    headers: SIGNED,
  });
  if (status !== 200) throw new Error(`the bucket was not made: ${status}`);
}

/** What was changed outside Terraform since the last apply; undefined for a stack that is not deployed. */
export async function driftOf(
  { name, json, copy }: StackRehearsal,
  workplace: Workplace,
  account: Account,
): Promise<readonly Drift[] | undefined> {
  const plan = await refresh(
    { name, json, folder: copy.folder },
    workplace.environment(account.endpoint),
  );
  return plan && driftIn(plan, json);
}
