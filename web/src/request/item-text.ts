import { parseTree, printParseErrorCode, type ParseError } from "jsonc-parser";

/** What is wrong with a text that should be a JSON object, and where. */
export interface TextProblem {
  readonly message: string;
  /** Of the first character that is wrong. */
  readonly offset: number;
  /** 0 at the end of the text. */
  readonly length: number;
}

/** @returns undefined when the text is a JSON object */
export function problemOf(text: string): TextProblem | undefined {
  if (text.trim() === "")
    return { message: "An item is needed, as in {}.", offset: 0, length: text.length };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first !== undefined) {
    const { offset, length, error } = first;
    return { message: `${placeOf(text, offset)}: ${meaningOf(error)}`, offset, length };
  }
  const whole = { offset: root?.offset ?? 0, length: root?.length ?? 0 };
  if (root?.type === "array")
    return { message: "An item is an object, {…}, and not an array, […].", ...whole };
  if (root?.type !== "object")
    return { message: `An item is an object, {…}, and not a ${root?.type ?? "text"}.`, ...whole };
  return undefined;
}

/** Both counted from 1, as editors do. */
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
  CommaExpected: "a comma, or the end of what is open, is expected here.",
  CloseBraceExpected: "a closing brace } is expected here.",
  CloseBracketExpected: "a closing bracket ] is expected here.",
  EndOfFileExpected: "the item has ended before this.",
  InvalidCommentToken: "JSON has no comments.",
  UnexpectedEndOfComment: "JSON has no comments.",
  UnexpectedEndOfString: "the closing double quote is missing.",
  UnexpectedEndOfNumber: "the number has no end.",
  InvalidUnicode: "four hexadecimal digits are expected after \\u.",
  InvalidEscapeCharacter: 'no such escape: \\n, \\t, \\" and the like are known.',
  InvalidCharacter: "this character must be written as an escape.",
};
