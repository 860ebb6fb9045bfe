import type { Slots } from "../../process/slots";
import type { Account } from "../emulator/account";
import type { GuardOptions } from "../guard/guard";
import type { Progress } from "./progress";
import type { Workplace } from "./workplace";

export interface StackRehearsalOptions {
  readonly workplace: Workplace;
  readonly account: Account;
  /** Whether the account may hold something from before. @default false */
  readonly isGiven?: boolean;
  /** Values for those variables that a stack declares. */
  readonly variables: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** How many Terraforms may run at once. */
  readonly slots: Slots;
  /** What the guard is to let pass. @default nothing */
  readonly allowances?: GuardOptions;
}
