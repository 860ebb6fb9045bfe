import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A program of Lambda, packed. */
export interface FunctionArchive {
  readonly content: Uint8Array;
  /** Base64 of its SHA-256, as Lambda gives it. */
  readonly hash: string;
}

/** Where the program is, relative to the project's folder, in which a synth runs. */
const PROGRAM = join("modules", "service", "tasks", "runner", "handler.ts");

/** Name of the module and of its function, as Lambda takes them. */
export const HANDLER = "index.handler";

let packed: FunctionArchive | undefined;

/**
 * The program that runs a task, as a ZIP archive with nothing of the machine or the moment in it. It needs no bundler: the only
 * package that it imports is in Lambda's runtime.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
 */
export function functionArchive(): FunctionArchive {
  packed ??= pack();
  return packed;
}

function pack(): FunctionArchive {
  // Loaded only by stacks that have such a function: the compiler alone takes longer than many a synth.
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { transformSync } = require("esbuild") as typeof import("esbuild");
  const { strToU8, zipSync } = require("fflate") as typeof import("fflate");
  /* eslint-enable @typescript-eslint/no-require-imports */
  const { code } = transformSync(readFileSync(PROGRAM, "utf8"), {
    loader: "ts",
    format: "cjs",
    target: "node22",
  });
  // The earliest date of the format, written by its local fields: no time zone shifts it.
  const mtime = new Date(1980, 0, 1);
  const content = zipSync({ "index.js": [strToU8(code), { mtime, os: 3, attrs: 0o644 << 16 }] });
  return { content, hash: createHash("sha256").update(content).digest("base64") };
}
