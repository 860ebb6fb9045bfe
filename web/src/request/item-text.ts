import { parseTree, printParseErrorCode, type ParseError } from "jsonc-parser";

/** Describes why a text is not a JSON object, and where. */
export interface TextProblem {
  readonly message: string;
  /** Position of the first invalid character. */
  readonly offset: number;
  /** 0 at the end of the text. */
  readonly length: number;
}

/** @returns undefined if the text is a JSON object */
export function problemOf(text: string): TextProblem | undefined {
  if (text.trim() === "")
    return { message: "Enter an item, as in {}.", offset: 0, length: text.length };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first !== undefined) {
    const { offset, length, error } = first;
    return { message: `${placeOf(text, offset)}: ${meaningOf(error)}`, offset, length };
  }
  const whole = { offset: root?.offset ?? 0, length: root?.length ?? 0 };
  if (root?.type === "array")
    return { message: "An item must be an object, {…}, not an array, […].", ...whole };
  if (root?.type !== "object")
    return { message: `An item must be an object, {…}, not a ${root?.type ?? "text"}.`, ...whole };
  return undefined;
}

/** Line and column start at 1, as in editors. */
export function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `Line ${String(before.length)}, column ${String((before.at(-1)?.length ?? 0) + 1)}`;
}

function meaningOf(code: ParseError["error"]): string {
  return meanings[printParseErrorCode(code)] ?? "this is not JSON.";
}

const meanings: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: "unknown word. Text needs double quotes.",
  InvalidNumberFormat: "this is not a number.",
  PropertyNameExpected: "a name in double quotes is expected here.",
  ValueExpected: "a value is expected here.",
  ColonExpected: "a colon is expected here.",
  CommaExpected: "a comma or a closing bracket is expected here.",
  CloseBraceExpected: "a closing brace } is expected here.",
  CloseBracketExpected: "a closing bracket ] is expected here.",
  EndOfFileExpected: "unexpected text after the end of the item.",
  InvalidCommentToken: "JSON has no comments.",
  UnexpectedEndOfComment: "JSON has no comments.",
  UnexpectedEndOfString: "the closing double quote is missing.",
  UnexpectedEndOfNumber: "the number is incomplete.",
  InvalidUnicode: "four hexadecimal digits are expected after \\u.",
  InvalidEscapeCharacter: 'unknown escape. Use \\n, \\t, \\" and the like.',
  InvalidCharacter: "this character must be written as an escape.",
};
