/** One step of a recipe: what becomes of a file. */
export interface Step {
  readonly file: string;
  /** Lines that must be there in this form; none when the file is new. */
  readonly before: string;
  readonly after: string;
}

/** Reads the diffs of a page: blocks of the language `diff` that name a file. */
export function readSteps(page: string): readonly Step[] {
  return [...page.matchAll(/^```diff (\S+)\n([^]*?)^```$/gm)].map(([, file = "", body = ""]) => {
    const lines = body.replace(/\n$/, "").split("\n");
    const kept = (signs: string) =>
      lines
        .filter((line) => signs.includes(line.charAt(0)) || line === "")
        .map((line) => line.slice(1))
        .join("\n");
    return { file, before: kept(" -"), after: kept(" +") };
  });
}
