import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { didYouMean } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { CONTROLS } from "./controls";

/** Which controls must find a resource in which stacks. */
export const REQUIRED_FILE = "docs/security-controls.json";

/** Intentional exceptions from controls. */
export const EXCEPTIONS_FILE = "docs/security-exceptions.json";

/** What scanners of others find, on purpose. */
export const SCANNER_EXCEPTIONS_FILE = "docs/scanner-exceptions.json";

const ids = CONTROLS.map(({ id }) => id);

const text = z.string({ error: rule("be text") });

const control = text.superRefine((id, context) => {
  if (ids.includes(id)) return;
  context.addIssue(`must be a control, got ${JSON.stringify(id)}.${didYouMean(id, ids)}`);
});

const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item, { error: rule("be a list") }).min(1, { error: rule("have an entry") });

/** Regular expression for the start of the subject: a resource type (`aws_lb\.`) or one resource. */
const resource = text.refine(isRegularExpression, { error: rule("be a regular expression") });

const why = {
  reason: text.min(20, { error: rule("say why in 20 characters or more") }),
  /** Day of the next review. The exception fails from then on. */
  reviewBy: z.iso.date({ error: rule("be a day such as 2027-06-01") }),
};

const exceptionSchema = z.strictObject(
  {
    control,
    /** Names of environments. */
    environments: list(text),
    /** Names of stacks without their environment, such as `rest-api` and `rest-api-images`. */
    stacks: list(text),
    resource,
    /** Setting without which there is nothing to accept. @default - each environment needs the exception */
    onlyWith: text.optional(),
    ...why,
  },
  { error: fieldProblem },
);

/** An exception for a scanner check. If a control covers the check, the reason of its exception applies. */
const scannerExceptionSchema = z.union(
  [
    z.strictObject({ check: text, resource, control }),
    z.strictObject({ check: text, resource, ...why }),
  ],
  {
    error: rule(
      "have `check`, `resource`, and either `control` or a `reason` of 20 characters or more with `reviewBy`, a day",
    ),
  },
);

export type ScannerException = Readonly<z.infer<typeof scannerExceptionSchema>> & {
  /** Its place, such as `docs/scanner-exceptions.json[3]`. */
  readonly place: string;
};

const requiredSchema = z.strictObject(
  {
    /** By a stack's name without its environment: controls that always find a resource in it, whatever the settings. */
    stacks: z.record(text, z.array(control, { error: rule("be a list") })),
    /** By resource type: controls that find something in every stack with such a resource. */
    where: z.record(text, z.array(control, { error: rule("be a list") })),
  },
  { error: fieldProblem },
);

export type RequiredControls = Readonly<z.infer<typeof requiredSchema>>;

export interface Exception extends Readonly<z.infer<typeof exceptionSchema>> {
  /** Location of the exception, such as `docs/security-exceptions.json[3]`. */
  readonly place: string;
}

/** The data that the audit needs besides the stacks. */
export interface Policy {
  readonly required: RequiredControls;
  readonly exceptions: readonly Exception[];
}

/** Whether an exception is about a subject: a resource's address, or an address with a part. */
export function covers(
  { resource: start }: { readonly resource: string },
  subject: string,
): boolean {
  return new RegExp(`^(?:${start})`).test(subject);
}

/** The problem of an exception whose review is due, if it is. */
export function overdueReview(
  { place, reviewBy }: { readonly place: string; readonly reviewBy: string },
  today: string,
): string | undefined {
  return reviewBy <= today
    ? `${place}.reviewBy must be after today (${today}), got ${reviewBy}. Review the reason, then set the next date or remove the exception.`
    : undefined;
}

/** @throws UserError with every mistake in both files */
export function readPolicy(root: string): Policy {
  const problems: string[] = [];
  const required = read(root, REQUIRED_FILE, requiredSchema, problems);
  const exceptions = read(
    root,
    EXCEPTIONS_FILE,
    z.array(exceptionSchema, { error: rule("be a list") }),
    problems,
  );
  if (required === undefined || exceptions === undefined) throw new UserError(problems.join("\n"));
  return { required, exceptions: placed(exceptions) };
}

/** @throws UserError with every mistake in the file */
export function readScannerExceptions(root: string): readonly ScannerException[] {
  const problems: string[] = [];
  const schema = z.array(scannerExceptionSchema, { error: rule("be a list") });
  const exceptions = read(root, SCANNER_EXCEPTIONS_FILE, schema, problems);
  if (exceptions === undefined) throw new UserError(problems.join("\n"));
  return exceptions.map((each, at) => ({ ...each, place: `${SCANNER_EXCEPTIONS_FILE}[${at}]` }));
}

export function placed(exceptions: readonly Omit<Exception, "place">[]): readonly Exception[] {
  return exceptions.map((exception, at) => ({
    ...exception,
    place: `${EXCEPTIONS_FILE}[${at}]`,
  }));
}

function read<Schema extends z.ZodType>(
  root: string,
  file: string,
  schema: Schema,
  problems: string[],
): z.infer<Schema> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(root, file), "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) problems.push(`${file} must be JSON: ${error.message}.`);
    else if ((error as NodeJS.ErrnoException).code === "ENOENT")
      problems.push(`${file} must exist. Restore it from the repository.`);
    else throw error;
    return undefined;
  }
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  for (const { path, message } of error.issues)
    problems.push(`${file}${pathText(path)} ${message}`);
  return undefined;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
}

function rule(what: string) {
  return ({ input }: { readonly input?: unknown }) =>
    `must ${what}, got ${input === undefined ? "nothing" : JSON.stringify(input)}.`;
}

function fieldProblem(issue: z.core.$ZodRawIssue): string {
  return issue.code === "unrecognized_keys"
    ? `must have known fields only, got ${issue.keys.join(", ")}.`
    : rule("be an object")(issue);
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
