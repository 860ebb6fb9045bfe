import type { LeftOut } from "../../tools/rehearse/synthesized/without-resources";

/** A resource that this machine cannot rehearse. */
export interface LeftOutOfStack extends LeftOut {
  readonly stack: string;
}

const VARIABLE = "REHEARSAL_LEFT_OUT";

/** Jest's workers are processes of their own: they learn it through their environment. */
export function rememberLeftOut(leftOut: readonly LeftOutOfStack[]): void {
  process.env[VARIABLE] = JSON.stringify(leftOut);
}

export function rememberedLeftOut(): readonly LeftOutOfStack[] {
  return JSON.parse(process.env[VARIABLE] ?? "[]") as LeftOutOfStack[];
}
