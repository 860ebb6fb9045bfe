/** Major, minor, patch. */
type Version = readonly [number, number, number];

/** On older versions the arguments that are used here are unknown. */
export const OLDEST_PROVIDER: Version = [5, 100, 0];

const TERM = /^ {0,3}(=|!=|>=|<=|>|<|~>)? {0,3}(\d{1,5})(?:\.(\d{1,5}))?(?:\.(\d{1,5}))? {0,3}$/;
const MAX_TERMS = 10;
/** Newer than any version. */
const END: Version = [Infinity, 0, 0];

/**
 * The rule that a constraint for the AWS provider breaks, or undefined.
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function providerVersionProblem(constraint: string): string | undefined {
  const range = admitted(constraint);
  if (range === undefined)
    return 'must be a version constraint, as in "~> 6.25" or ">= 5.100, < 7.0"';
  if (compare(range.from, range.before) >= 0) return "must allow at least one version";
  return compare(range.from, OLDEST_PROVIDER) < 0
    ? `must not allow versions before ${OLDEST_PROVIDER.join(".")}, which lack arguments that the stacks use`
    : undefined;
}

/** The oldest version that a valid constraint admits; what needs a newer one is refused by it. */
export function oldestAdmitted(constraint: string): Version {
  return admitted(constraint)?.from ?? [0, 0, 0];
}

/** Whether `version` has what `first` was the first to have. */
export function isFrom(first: Version, version: Version): boolean {
  return compare(version, first) >= 0;
}

/** From the first version to before the second, of all terms together. */
function admitted(constraint: string): { from: Version; before: Version } | undefined {
  let [from, before]: [Version, Version] = [[0, 0, 0], END];
  const terms = constraint.split(",");
  if (terms.length > MAX_TERMS) return undefined;
  for (const term of terms) {
    const match = TERM.exec(term);
    if (match === null) return undefined;
    const range = rangeOf(match);
    if (compare(range[0], from) > 0) from = range[0];
    if (compare(range[1], before) < 0) before = range[1];
  }
  return { from, before };
}

function rangeOf([, operator = "=", ...parts]: readonly (string | undefined)[]): [
  Version,
  Version,
] {
  const given = parts.filter((part) => part !== undefined).map(Number);
  const [major = 0, minor = 0, patch = 0] = given;
  const version: Version = [major, minor, patch];
  const next: Version = [major, minor, patch + 1];
  switch (operator) {
    case ">=":
      return [version, END];
    case ">":
      return [next, END];
    case "<":
      return [[0, 0, 0], version];
    case "<=":
      return [[0, 0, 0], next];
    case "~>":
      return [version, given.length < 3 ? [major + 1, 0, 0] : [major, minor + 1, 0]];
    case "!=":
      return [[0, 0, 0], END];
    default:
      return [version, next];
  }
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
