const MAX_LENGTH = 60;

/** A value as a message shows it: short, on one line, and without characters that a terminal would act on. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (Array.isArray(value)) return counted("a list", value.length);
  if (typeof value === "object" && value !== null) {
    return counted("an object", Object.keys(value).length);
  }
  return `${value as number}`;
}

/** `["minTasks", 0]` as in code: `minTasks[0]`, with odd names quoted. */
export function showPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (typeof step === "symbol" || !/^[\w-]{1,64}$/.test(step))
        return `[${quoted(String(step))}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** `"a", "b" or "c"` */
export function oneOf(values: readonly unknown[]): string {
  const shown = values.map(show);
  return shown.length < 2
    ? shown.join("")
    : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1) ?? ""}`;
}

function counted(what: string, count: number): string {
  return `${what} of ${count === 0 ? "no" : count} ${count === 1 ? "entry" : "entries"}`;
}

function quoted(text: string): string {
  const short = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return JSON.stringify(short).replaceAll(
    // Controls beyond those that JSON escapes, line separators, and marks that change the direction of text.
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
