type Style = (text: string) => string;

/**
 * Colors for a stream that is a terminal. Plain text for all other streams, and if NO_COLOR is set
 * (https://no-color.org).
 */
export interface Styles {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
}

/** Whether a stream does not support colors. */
export function isPlain(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY !== true || Boolean(process.env.NO_COLOR) || process.env.TERM === "dumb";
}

export function stylesFor(stream: { readonly isTTY?: boolean }): Styles {
  const plain = isPlain(stream);
  const style = (code: number): Style =>
    plain ? (text) => text : (text) => `\u001b[${code}m${text}\u001b[0m`;
  return { bold: style(1), dim: style(2), red: style(31), green: style(32), yellow: style(33) };
}
