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
  readonly lock?: LockProof;
  /** What was still there after everything had been destroyed, by service and kind. */
  readonly leftBehind: Readonly<Record<string, readonly string[]>>;
}
