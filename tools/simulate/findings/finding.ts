import { knob } from "../knobs";
import type { SimulatedSystem } from "../model/system";

/** Another value of a setting. */
export interface Change {
  /** Its path in an environment's settings. */
  readonly setting: string;
  readonly value: number | string;
  readonly apply: (system: SimulatedSystem) => SimulatedSystem;
}

/** A change of a value that `--set` can set. */
export function changeOf(name: string, value: number): { readonly change?: Change } {
  const found = knob(name);
  if (found === undefined) throw new Error(`there is no knob ${name}`);
  return {
    change: { setting: found.setting, value, apply: (system) => found.set(system, value) },
  };
}

/** An observation about a run, in words. */
export interface Finding {
  readonly text: string;
  /** The setting to change, if it is a single one. Another run measures its effect. */
  readonly change?: Change;
  /** @default "problem" */
  readonly kind: "problem" | "note";
}

/** A time of a run, in words. */
export const minute = (seconds: number) => `minute ${Math.floor(seconds / 60)}`;
