import { creator as secretlint } from "@secretlint/secretlint-rule-preset-recommend";
import type { Broken } from "../rule";

/*
 * What must not stand in a task definition in plain, where whoever may read it reads it.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8
 */

/** Names of variables that hold a secret, by their last word: DB_PASSWORD, githubToken; not TOKEN_TTL_SECONDS. */
const SECRET_NAME =
  /(password|passwd|passphrase|secret|token|credentials?|(api|private|access|secret|signing|encryption)[-_.]?key|access[-_.]?key[-_.]?id|auth[-_.]?data)$/i;

/** Values that are no secret whatever the variable's name: switches, numbers, paths, ARNs, addresses, expressions. */
const HARMLESS =
  /^(|true|false|yes|no|on|off|none|null|\d{1,9}|\.{0,2}\/[\w./-]*|[a-z]:\\[\w.\\-]*|arn:aws[\w-]*:\S+|[a-z][a-z0-9+.-]*:\/\/[^\s@?]*)$/i;

/** Forms of secrets that secretlint's list has not, or takes for harmless in text. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, "has the form of an AWS access key"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY/, "is a private key"],
  [/^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i, "is a URL with a password in it"],
  [/(^|[?&;\s-])(password|passwd|pwd|secret|token|api[-_]?key)=[^&;\s]/i, "has a password in it"],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/, "is a JSON Web Token"],
  [/\b[sr]k_(live|test)_[A-Za-z0-9]{16,}/, "has the form of a Stripe key"],
  // Versions of its list that need Node.js 22 have these two.
  [/\btskey-[a-z]{2,20}-\w{8,40}-\w{16,60}/, "has the form of a Tailscale key"],
  // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
  [/\b(cfk|cfut|cfat)_[A-Za-z0-9]{40}[0-9a-f]{8}\b/, "has the form of a Cloudflare token"],
];

/** Why the value of a variable of this name is taken for a secret, in words that follow "and"; undefined where it is not. */
export function secretInVariable(name: string, value: string): string | undefined {
  const form = secretIn(value);
  if (form !== undefined) return form;
  return SECRET_NAME.test(name) && !HARMLESS.test(value) ? "has the name of a secret" : undefined;
}

/** The problem of a secret that stands in a task definition in plain. */
export function inPlain(at: readonly PropertyKey[], why: string, fix: string): Broken {
  const message = `must not hold a secret, and ${why}: everyone who may read the task definition can read it (ECS.8). ${fix}`;
  return { at, message };
}

/** Like secretInVariable, but of a line for a shell, with the variables that it sets. What it reads from elsewhere starts with a dollar. */
export function secretInCommandLine(line: string): string | undefined {
  const set = [...line.matchAll(/(?<=^|[\s;&|(])(\w+)=("[^"$`]+"|'[^']+'|[^\s"'$`;&|]+)/g)];
  const found = set.map(([, name = "", value = ""]) =>
    secretInVariable(name, value.replace(/^["']|["']$/g, "")),
  );
  const plain = line.replaceAll(/=(["']?)\$(\w+|\([^)]*\))\1/g, "=");
  return secretIn(plain) ?? found.find((each) => each !== undefined);
}

/** Verdicts by text, because a search in a long one takes milliseconds, and many variables have the same value. */
const judged = new Map<string, string | undefined>();
const MOST_JUDGED = 10_000;

/** Why a text is taken for a secret, or for one that has a secret in it; undefined where it is not. */
export function secretIn(text: string): string | undefined {
  if (judged.has(text)) return judged.get(text);
  if (judged.size >= MOST_JUDGED) judged.clear();
  const verdict = searched(text);
  judged.set(text, verdict);
  return verdict;
}

function searched(text: string): string | undefined {
  const form = FORMS.find(([pattern]) => pattern.test(text));
  if (form !== undefined) return form[1];
  // No token of the list is shorter, and most settings are.
  return text.length >= 16 && isListed(text) ? "looks like a secret" : undefined;
}

/** What of secretlint's types, which come for other module resolutions, is needed here. */
const preset = secretlint as { create: (context: object, options: object) => unknown };

interface Rule {
  readonly file?: (source: object) => unknown;
}

/** Whether one of secretlint's recommended rules reports the text. Its rules answer at once, though its own runner waits. */
function isListed(text: string): boolean {
  let reported = false;
  const rules: Rule[] = [];
  const context = {
    sharedOptions: {},
    createTranslator: () => () => ({ message: "", messageId: "", data: {} }),
    report: () => (reported = true),
    ignore: () => undefined,
    registerRule: ({ create }: { create: (context: object, options: object) => Rule }) => {
      rules.push(create(context, {}));
    },
  };
  preset.create(context, {});
  const source = { content: text, filePath: "", ext: "", contentType: "text", hasBOM: false };
  for (const rule of rules) rule.file?.(source);
  return reported;
}
