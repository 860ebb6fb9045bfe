import { knob } from "../knobs";
import type { SimulatedSystem } from "../model/system";

/** Another value of a setting. */
export interface Change {
  /** Where it stands in an environment's settings. */
  readonly setting: string;
  readonly value: number | string;
  readonly apply: (system: SimulatedSystem) => SimulatedSystem;
}

/** A change of what `--set` sets. */
export function changeOf(name: string, value: number): { readonly change?: Change } {
  const found = knob(name);
  if (found === undefined) throw new Error(`there is no knob ${name}`);
  return {
    change: { setting: found.setting, value, apply: (system) => found.set(system, value) },
  };
}

/** Something that a run has shown, in words. */
export interface Finding {
  readonly text: string;
  /** What to change, where that is one setting; its effect is found by another run. */
  readonly change?: Change;
  /** @default "problem" */
  readonly kind: "problem" | "note";
}

/** A time of a run, in words. */
export const minute = (seconds: number) => `minute ${Math.floor(seconds / 60)}`;
