import { largestId } from "./body-fields";

/** The id that a path names, if it can be one. */
export function readId(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  return id >= 1 && id <= largestId ? id : undefined;
}
