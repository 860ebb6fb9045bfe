/**
 * Metric math: numbers, metrics by their IDs, + - * / ^, comparisons, and functions of values at one time. A missing value
 * makes the result missing, unless FILL replaces it.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export type Expression = (
  values: Readonly<Record<string, number | undefined>>,
) => number | undefined;

/** Values of a list, such as `[m1, m2]`, or of a single expression. */
type Part = (
  values: Readonly<Record<string, number | undefined>>,
) => readonly (number | undefined)[];

const BINARY: Readonly<Record<string, { readonly rank: number; readonly of: Operation }>> = {
  "||": { rank: 1, of: (a, b) => Number(a !== 0 || b !== 0) },
  OR: { rank: 1, of: (a, b) => Number(a !== 0 || b !== 0) },
  "&&": { rank: 2, of: (a, b) => Number(a !== 0 && b !== 0) },
  AND: { rank: 2, of: (a, b) => Number(a !== 0 && b !== 0) },
  "==": { rank: 3, of: (a, b) => Number(a === b) },
  "!=": { rank: 3, of: (a, b) => Number(a !== b) },
  "<": { rank: 4, of: (a, b) => Number(a < b) },
  "<=": { rank: 4, of: (a, b) => Number(a <= b) },
  ">": { rank: 4, of: (a, b) => Number(a > b) },
  ">=": { rank: 4, of: (a, b) => Number(a >= b) },
  "+": { rank: 5, of: (a, b) => a + b },
  "-": { rank: 5, of: (a, b) => a - b },
  "*": { rank: 6, of: (a, b) => a * b },
  "/": { rank: 6, of: (a, b) => (b === 0 ? undefined : a / b) },
  "^": { rank: 8, of: (a, b) => a ** b },
};
const RANK_OF_A_SIGN = 7;

type Operation = (a: number, b: number) => number | undefined;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Functions whose result is missing if one of their values is missing. */
const FUNCTIONS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  ABS: ([value = NaN]) => Math.abs(value),
  CEIL: ([value = NaN]) => Math.ceil(value),
  FLOOR: ([value = NaN]) => Math.floor(value),
  LOG: ([value = NaN]) => Math.log(value),
  LOG10: ([value = NaN]) => Math.log10(value),
  SUM: sum,
  AVG: (values) => sum(values) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

export const mathFunctions: readonly string[] = [...Object.keys(FUNCTIONS), "IF", "FILL"];

/** @throws SyntaxError with the reason, such as an unsupported function */
export function parseMetricMath(text: string): Expression {
  const tokens = text.match(/\d+(?:\.\d+)?|\w+|\|\||&&|[<>=!]=|\S/g) ?? [];
  const parser = new Parser(tokens);
  const part = parser.binary(0);
  parser.end();
  return (values) => {
    const [value] = part(values);
    return value === undefined || Number.isFinite(value) ? value : undefined;
  };
}

class Parser {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  end(): void {
    if (this.at < this.tokens.length)
      throw new SyntaxError(`"${this.tokens[this.at] ?? ""}" is not expected here`);
  }

  /** Operators with at least the given precedence. Operators of equal precedence group from the left. */
  binary(least: number): Part {
    let left = this.unary();
    for (;;) {
      const found = BINARY[this.tokens[this.at] ?? ""];
      if (found === undefined || found.rank < least) return left;
      this.at++;
      const one = left;
      const other = this.binary(found.rank + 1);
      left = (values) => [applied(found.of, one(values)[0], other(values)[0])];
    }
  }

  private unary(): Part {
    if (this.tokens[this.at] === "-") {
      this.at++;
      const part = this.binary(RANK_OF_A_SIGN);
      return (values) => [applied((a) => -a, part(values)[0], 0)];
    }
    return this.primary();
  }

  private primary(): Part {
    const token = this.tokens[this.at++] ?? "";
    if (token === "(") {
      const part = this.binary(0);
      this.expect(")");
      return part;
    }
    if (token === "[") return this.list("]");
    if (/^\d/.test(token)) {
      const number = Number(token);
      return () => [number];
    }
    if (/^[a-z]\w*$/.test(token)) return (values) => [values[token]];
    if (/^[A-Z]\w*$/.test(token)) return this.call(token);
    throw new SyntaxError(token === "" ? "it ends too early" : `"${token}" is not expected here`);
  }

  private call(name: string): Part {
    if (!mathFunctions.includes(name)) throw new SyntaxError(`the model has no function ${name}`);
    this.expect("(");
    const parts = this.list(")");
    if (name === "IF")
      return (values) => {
        const [condition, yes, no] = parts(values);
        return [condition === undefined ? undefined : condition !== 0 ? yes : no];
      };
    if (name === "FILL")
      return (values) => {
        const [value, other] = parts(values);
        return [value ?? other];
      };
    const calculate = FUNCTIONS[name];
    return (values) => {
      const given = parts(values);
      const known = given.filter((value) => value !== undefined);
      return [known.length < given.length ? undefined : calculate?.(known)];
    };
  }

  /** Comma-separated expressions. A nested list contributes all of its values. */
  private list(end: string): Part {
    const parts: Part[] = [];
    while (this.tokens[this.at] !== end) {
      parts.push(this.binary(0));
      if (this.tokens[this.at] !== ",") break;
      this.at++;
    }
    this.expect(end);
    return (values) => parts.flatMap((part) => part(values));
  }

  private expect(token: string): void {
    const found = this.tokens[this.at++];
    if (found !== token)
      throw new SyntaxError(
        `"${token}" is missing ${found === undefined ? "at the end" : `before "${found}"`}`,
      );
  }
}

function applied(
  operation: Operation,
  one: number | undefined,
  other: number | undefined,
): number | undefined {
  return one === undefined || other === undefined ? undefined : operation(one, other);
}
