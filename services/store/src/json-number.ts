/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-data-types-number */
const maxDigits = 38;
const maxExponent = 125;
const minExponent = -130;

interface Decimal {
  readonly sign: string;
  /** Digits without leading and trailing zeros. Empty for zero. */
  readonly digits: string;
  /** Exponent of the first digit: 120 is 1.2 x 10^2. */
  readonly exponent: number;
}

/**
 * The shortest way to write a number in JSON with all of its digits. The table returns `1000` for `1e3`, and a program that
 * parsed either as a double would lose digits.
 *
 * @param text a number in the format of JSON or DynamoDB
 */
export function canonicalNumber(text: string): string {
  const { sign, digits, exponent } = decimalOf(text);
  if (digits === "") return "0";
  if (exponent >= 0 && exponent < maxDigits) {
    const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
    const fraction = digits.slice(exponent + 1);
    return sign + whole + (fraction && `.${fraction}`);
  }
  if (exponent < 0 && exponent >= -6) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const fraction = digits.slice(1);
  const mantissa = sign + digits.slice(0, 1) + (fraction && `.${fraction}`);
  return `${mantissa}e${exponent < 0 ? "" : "+"}${String(exponent)}`;
}

/** @returns the reason why DynamoDB cannot store the number, or undefined */
export function whyNotStorable(text: string): string | undefined {
  const { digits, exponent } = decimalOf(text);
  if (digits.length > maxDigits)
    return `has ${String(digits.length)} significant digits, but DynamoDB stores at most ${String(maxDigits)}`;
  if (digits !== "" && (exponent > maxExponent || exponent < minExponent))
    return `is outside the range of DynamoDB: 1e${String(minExponent)} to 9.9e+${String(maxExponent)}`;
  return undefined;
}

function decimalOf(text: string): Decimal {
  const [, sign = "", whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const significant = (whole + fraction).replace(/^0+/, "");
  return {
    sign,
    digits: significant.replace(/0+$/, ""),
    exponent: significant.length - fraction.length - 1 + Number(power),
  };
}
