import { createHash } from "node:crypto";
import { isEqual, jsonEncode, toList, toNumber, toText } from "./values";

type Function = (...args: unknown[]) => unknown;

/** Functions of Terraform that stacks use (https://developer.hashicorp.com/terraform/language/functions). */
const FUNCTIONS: Readonly<Record<string, Function>> = {
  jsonencode: jsonEncode,
  jsondecode: (text) => JSON.parse(toText(text)) as unknown,
  coalesce: (...values) => {
    const found = values.find((value) => value !== null && value !== undefined && value !== "");
    if (found === undefined) throw new Error("coalesce() was given nothing but empty values.");
    return found;
  },
  contains: (list, value) => toList(list).some((each) => isEqual(each, value)),
  length: (value) =>
    typeof value === "string" ? Array.from(value).length : Object.keys(value as object).length,
  floor: (value) => Math.floor(toNumber(value)),
  ceil: (value) => Math.ceil(toNumber(value)),
  min: (...values) => Math.min(...values.map(toNumber)),
  max: (...values) => Math.max(...values.map(toNumber)),
  setsubtract: (list, other) =>
    toList(list).filter((each) => !toList(other).some((another) => isEqual(each, another))),
  tolist: same,
  toset: same,
  tomap: same,
  tostring: (value) => (value === null ? null : toText(value)),
  tonumber: (value) => (value === null ? null : toNumber(value)),
  concat: (...lists) => lists.flatMap((list) => toList(list)),
  compact: (list) => toList(list).filter((each) => each !== "" && each !== null),
  element: (list, at) => toList(list)[toNumber(at) % toList(list).length],
  flatten: (list) => toList(list).flat(Infinity),
  keys: (map) => Object.keys(map as object).sort(),
  lookup: (map, key, byDefault) => (map as Record<string, unknown>)[toText(key)] ?? byDefault,
  merge: (...maps) => Object.assign({}, ...maps) as unknown,
  join: (separator, list) => toList(list).map(toText).join(toText(separator)),
  split: (separator, text) => toText(text).split(toText(separator)),
  lower: (text) => toText(text).toLowerCase(),
  upper: (text) => toText(text).toUpperCase(),
  replace: (text, what, by) => toText(text).replaceAll(searched(toText(what)), () => toText(by)),
  trimspace: (text) => toText(text).trim(),
  startswith: (text, start) => toText(text).startsWith(toText(start)),
  endswith: (text, end) => toText(text).endsWith(toText(end)),
  regex: (pattern, text) => {
    const found = new RegExp(toText(pattern)).exec(toText(text));
    if (found === null) throw new Error(`${toText(text)} does not match ${toText(pattern)}.`);
    return found.length > 1 ? found.slice(1) : found[0];
  },
  sha1: (text) => createHash("sha1").update(toText(text)).digest("hex"),
  sha256: (text) => createHash("sha256").update(toText(text)).digest("hex"),
  timestamp: () => new Date().toISOString(),
  formatdate: (format, time) => formatDate(toText(format), toText(time)),
  base64encode: (text) => Buffer.from(toText(text)).toString("base64"),
};

export function callFunction(name: string, args: readonly unknown[]): unknown {
  const call = FUNCTIONS[name];
  if (call === undefined) {
    throw new Error(`The function ${name}() of Terraform is not known to this tool.`);
  }
  return call(...args);
}

/** Functions that look whether their arguments have a value at all. */
export function isLazy(name: string): boolean {
  return name === "can" || name === "try";
}

export function lazyFunction(name: string, args: readonly (() => unknown)[]): unknown {
  for (const [at, argument] of args.entries()) {
    try {
      const value = argument();
      return name === "can" ? true : value;
    } catch (error) {
      if (name === "can") return false;
      if (at === args.length - 1) throw error;
    }
  }
  throw new Error(`${name}() was given nothing.`);
}

/** What is written between slashes is a regular expression. */
function searched(what: string): RegExp | string {
  const [, pattern] = /^\/(.*)\/$/s.exec(what) ?? [];
  return pattern === undefined ? what : new RegExp(pattern, "g");
}

function same(value: unknown): unknown {
  return value;
}

/** The verbs of formatdate() that stacks use; a verb it does not know is an error, as in Terraform. */
function formatDate(format: string, time: string): string {
  const parts: Readonly<Record<string, string>> = {
    YYYY: time.slice(0, 4),
    MM: time.slice(5, 7),
    DD: time.slice(8, 10),
    hh: time.slice(11, 13),
    mm: time.slice(14, 16),
    ss: time.slice(17, 19),
  };
  return format.replaceAll(/([A-Za-z])\1*/g, (verb) => {
    const part = parts[verb];
    if (part === undefined)
      throw new Error(`formatdate() of Terraform: ${verb} is not known to this tool.`);
    return part;
  });
}
