import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "../../tools/rehearse/emulator/account";
import { endWithThisProcess } from "../../tools/process/children";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";
import type { StackRehearsal } from "../../tools/rehearse/life/stack-rehearsal";

/** An apply under way, with its provider: they end together, by the hardest of signals. */
export class KillableApply {
  private readonly child;

  constructor(stack: StackRehearsal, env: NodeJS.ProcessEnv) {
    // The stack's own init leaves out the provider, for others run already: those would outlive this apply.
    const { status, stderr } = spawnSync("terraform", ["init", "-input=false"], {
      cwd: stack.copy.folder,
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    const image = `-var=image_tag=${SAMPLE_VARIABLES.image_tag}`;
    this.child = spawn("terraform", ["apply", "-auto-approve", "-input=false", image], {
      cwd: stack.copy.folder,
      // Terraform saves the state every 20 s: what is lost must not depend on how fast the machine is.
      env: { ...env, TF_STATE_PERSIST_INTERVAL: "3600" },
      stdio: "ignore",
      detached: true,
    });
    endWithThisProcess(this.child);
  }

  /** Waits until the account holds at least so many resources of a type: it may get several between two looks. */
  async until(account: Account, type: string, count: number): Promise<void> {
    while (((await countByType(account))[type] ?? 0) < count) {
      if (this.child.exitCode !== null) throw new Error("the apply ended before it was killed");
      await sleep(50);
    }
  }

  async kill(): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined) throw new Error("the apply did not start");
    const ended = once(this.child, "exit");
    process.kill(-pid, "SIGKILL");
    await ended;
  }
}

export async function countByType(account: Account): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type, tags } of await account.resources()) {
    if (tags.System !== undefined) counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
