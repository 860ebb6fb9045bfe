import type { SynthesizedStack } from "../synthesized/synthesis";
import { UserError } from "../terminal/user-error";
import { type Drift, driftIn } from "./drift";
import { refresh } from "./refresh";

/** The drift found in a stack. */
export interface StackDrift {
  readonly stack: string;
  readonly deployed: boolean;
  readonly drift: readonly Drift[];
}

/** A stack that could not be read. */
export interface Unread {
  readonly stack: string;
  readonly problem: string;
}

/** Compares a stack with the AWS account. A stack that cannot be read does not keep others from being read. */
export async function readStack(stack: SynthesizedStack): Promise<StackDrift | Unread> {
  const { name, json } = stack;
  try {
    const plan = await refresh(stack);
    const drift = plan === undefined ? [] : driftIn(plan, json);
    return { stack: name, deployed: plan !== undefined, drift };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { stack: name, problem: error.message };
  }
}
