/** What Terraform appends to a `name_prefix`: a time stamp and a counter. */
const UNIQUE_END = 26;

/**
 * The start of a name that Terraform completes; `name` is cut where the whole would be longer than `maximum`, the most
 * that AWS takes.
 */
export function namePrefix(name: string, purpose: string, maximum: number): string {
  return `${name.slice(0, maximum - UNIQUE_END - purpose.length - 2)}-${purpose}-`;
}
