import type { LeftOut } from "../synthesized/without-providers";
import type { Step } from "../terraform/terraform";
import type { LockProof } from "./lock-proof";

/** How a stack fared. */
export interface StackReport {
  readonly stack: string;
  /** How many resources were applied. */
  readonly resources: number;
  readonly steps: readonly Step[];
  /** What could not be rehearsed on this machine. */
  readonly leftOut: readonly LeftOut[];
  /** What had to be lifted before it could be destroyed. */
  readonly protections: readonly string[];
}

/** How an environment fared from its first bucket to its last. */
export interface EnvironmentReport {
  readonly environment: string;
  readonly awsProvider: string;
  readonly seconds: number;
  /** In the order in which they were applied. */
  readonly stacks: readonly StackReport[];
  /** The state of the state stack, as it lay in the bucket that the stack made. */
  readonly ownState: StateFile;
  /** None when no system of the environment keeps its state in a bucket. */
  readonly lock?: LockProof;
  /** What was still there after everything had been destroyed, and was not to stay. */
  readonly leftBehind: Leftovers;
  /** What was still there because the stacks say so (`skip_destroy`). */
  readonly kept: Leftovers;
}

/** Names of what is left in an account, by service and kind. */
export type Leftovers = Readonly<Record<string, readonly string[]>>;

/** @see https://developer.hashicorp.com/terraform/language/state */
export interface StateFile {
  readonly version: number;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
}
