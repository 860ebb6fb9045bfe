import type { SystemPart } from "./part";

/** In the order of their start. */
export const PARTS: readonly SystemPart[] = [];
