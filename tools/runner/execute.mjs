// @ts-check
/** Runs a bundle in this process, with V8's code cache if there is one. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import Module, { createRequire, SourceMap } from "node:module";
import { dirname } from "node:path";
import { constants, Script } from "node:vm";
import { writeWhole } from "./bundle.mjs";
import { outsideFailure } from "./outside-failure.mjs";

/** Number of columns by which Node.js's module wrapper shifts the first line. */
const WRAPPED_AT = Module.wrap("").indexOf("\n");

/**
 * @param {import("./bundle.mjs").Bundle} bundle
 * @param {string[]} programArguments
 */
export function execute(bundle, programArguments) {
  process.argv = [process.execPath, bundle.file, ...programArguments];
  process.on("uncaughtExceptionMonitor", (error) => mapStack(error, bundle));

  const require = createRequire(bundle.file);
  const module = { exports: {} };
  compile(bundle).runInThisContext()(
    module.exports,
    require,
    module,
    bundle.file,
    dirname(bundle.file),
  );
}

/**
 * The cache avoids parsing and compiling what the previous run used: 80 of 490 ms of a synth (Node.js 20.20).
 *
 * @param {import("./bundle.mjs").Bundle} bundle
 */
function compile(bundle) {
  const cacheFile = cacheFileOf(bundle);
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
  const script = new Script(Module.wrap(bundle.code), {
    filename: bundle.file,
    cachedData,
    // Undefined before Node.js 20.12: programs that load packages while running need 20.12 or newer.
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    // At the end, the cache contains the compiled functions that were used.
    process.once("exit", (code) => {
      if (code === 0) keep(cacheFile, script.createCachedData());
    });
  }
  return script;
}

/**
 * @param {string} cacheFile
 * @param {Buffer} content
 */
function keep(cacheFile, content) {
  try {
    writeWhole(cacheFile, content);
  } catch (error) {
    // The program has done its work. Without a cache, the next run only starts a little later.
    const message = outsideFailure(error);
    if (message === undefined) throw error;
  }
}

/**
 * V8 only compares the length of the code, so the cache is named after the build. V8 refuses a cache made with other
 * options, such as those that the cdktf command sets.
 *
 * @param {import("./bundle.mjs").Bundle} bundle
 */
function cacheFileOf({ file, id }) {
  const options = [
    process.version,
    process.arch,
    process.env["NODE_OPTIONS"],
    ...process.execArgv,
  ].join(" ");
  const suffix = createHash("sha256").update(options).digest("hex").slice(0, 8);
  return file.replace(/cjs$/, `${id}.${suffix}.cache`);
}

/**
 * Makes a stack trace show the TypeScript lines. Done here and only on an error, because Node's own source map support
 * reads the map at every start.
 *
 * @param {Error} error
 * @param {import("./bundle.mjs").Bundle} bundle
 */
function mapStack(error, { file, id }) {
  const mapFile = file.replace(/cjs$/, `${id}.map`);
  if (!existsSync(mapFile) || typeof error?.stack !== "string" || process.sourceMapsEnabled) return;
  const sourceMap = new SourceMap(JSON.parse(readFileSync(mapFile, "utf8")));
  error.stack = error.stack.replaceAll(
    /([^\s(]+\.cjs):(\d+):(\d+)/g,
    (place, path, line, column) => {
      if (path !== file) return place;
      const shift = line === "1" ? WRAPPED_AT : 0;
      const origin = sourceMap.findEntry(line - 1, column - 1 - shift);
      if (!("originalSource" in origin)) return place;
      return `${origin.originalSource.replace(/^(\.\.\/)+/, "")}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
    },
  );
}
