import { homedir } from "node:os";
import { sep } from "node:path";

/**
 * AWS's own accounts that may be written out: they are the same for everybody.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const ACCOUNTS_OF_AWS = ["127311923021", "033677994240"];

/** What must not stand in Terraform JSON that runs on other machines and is shown to others. */
const FORBIDDEN: Record<string, RegExp> = {
  "a path of a home folder": /(?<![\w.-])(\/(home|Users|root)\/[\w.-]+|[A-Z]:\\\\?[\w.-]+)/g,
  "an access key": /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g,
  "an argument for credentials": /"(access_key|secret_key|token)":\s*"[^"]*"/g,
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
  "an account number": /(?<![\w.-])\d{12}(?![\w-])/g,
};

/** Where this project stands on this machine: an output made elsewhere would differ. */
const PLACES = [process.cwd(), `${homedir()}${sep}`];

/**
 * What in a text makes it unfit for other machines or other eyes, in words; empty for a sound one.
 *
 * @param allowed exact strings that the settings hold and that only look like one of these
 */
export function findUnportable(text: string, allowed: readonly string[] = []): string[] {
  const here = PLACES.filter((place) => text.includes(place)).map(
    (place) => `a place of this machine: ${place}`,
  );
  const forbidden = Object.entries(FORBIDDEN).flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)]
      .map(([found]) => found)
      .filter((found) => ![...ACCOUNTS_OF_AWS, ...allowed].includes(found))
      .map((found) => `${what}: ${found}`),
  );
  return [...new Set([...here, ...forbidden])];
}
