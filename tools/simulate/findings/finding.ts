/** Something that a run has shown, in words. */
export interface Finding {
  readonly text: string;
  /** What to change, where that is one setting; its effect is found by another run. */
  readonly change?: { readonly knob: string; readonly value: number };
  /** @default "problem" */
  readonly kind: "problem" | "note";
}

/** A time of a run, in words. */
export const minute = (seconds: number) => `minute ${Math.floor(seconds / 60)}`;
