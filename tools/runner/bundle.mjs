// @ts-check
/** Bundles a TypeScript program into one file under .build/, and only again when one of its sources has changed. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/** Marks the bundle's last line, which lists its sources with their modification times and sizes. */
const SOURCES = "\n//sources:";

/** What else determines the content of a bundle, besides the program's own sources. */
const BUNDLER = ["tools/runner/bundle.mjs", "tsconfig.json", "package-lock.json"];

/**
 * @typedef {object} Bundle
 * @property {string} file
 * @property {string} code
 * @property {string} id identifies this build of the program; the names of its files contain it
 */

/**
 * @param {string} root the project's folder
 * @param {string} entry path of the program's main file, relative to the root
 * @returns {Bundle}
 */
export function upToDateBundle(root, entry) {
  const name = entry.replace(/\.ts$/, "").replaceAll(/[\\/]/g, "-");
  const file = join(root, ".build", `${name}.cjs`);
  return readBundle(root, file) ?? build(root, entry, name, file);
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {Bundle | undefined} the bundle, if there is one and none of its sources has changed
 */
function readBundle(root, file) {
  if (!existsSync(file)) return undefined;
  const code = readFileSync(file, "utf8");
  const end = code.lastIndexOf(SOURCES);
  if (end === -1) return undefined;
  const { id, sources } = JSON.parse(code.slice(end + SOURCES.length));
  return unchanged(root, sources) ? { file, code, id } : undefined;
}

/**
 * @param {string} root
 * @param {string} entry
 * @param {string} name
 * @param {string} file
 * @returns {Bundle}
 */
function build(root, entry, name, file) {
  const started = Date.now();
  const bundled = bundleWithEsbuild(root, entry);
  const id = createHash("sha256").update(bundled.code).digest("hex").slice(0, 12);
  const sources = bundled.inputs.map((input) => {
    const [path, time, size] = fingerprint(root, input);
    // A file that changed during the build may have been read before the change, so the next run must build again.
    return [path, time < started ? time : 0, size];
  });
  const code = `${bundled.code}//# sourceMappingURL=${name}.${id}.map${SOURCES}${JSON.stringify({ id, sources })}`;

  const folder = join(root, ".build");
  mkdirSync(folder, { recursive: true });
  const former = new RegExp(`^${name}\\.[0-9a-f]{12}\\.(map|.*cache)$`);
  for (const old of readdirSync(folder)) {
    if (former.test(old)) rmSync(join(folder, old), { force: true });
  }
  writeWhole(join(folder, `${name}.${id}.map`), bundled.map);
  // The file lists its own sources and is put in place atomically, because programs may start in parallel.
  writeWhole(file, code);
  return { file, code, id };
}

/**
 * @param {string} root
 * @param {string} entry
 * @returns {{ code: string, map: string, inputs: string[] }}
 */
function bundleWithEsbuild(root, entry) {
  const { buildSync } = createRequire(join(root, "package.json"))("esbuild");
  /** @type {import("esbuild").BuildResult<{ metafile: true, write: false }>} */
  let result;
  try {
    result = buildSync({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: join(root, ".build", "bundle.cjs"),
      bundle: true,
      platform: "node",
      target: "node20",
      metafile: true,
      write: false,
      sourcemap: "external",
      sourcesContent: false,
      // Minified code is a third of the size, and Node.js holds it twice while compiling (a synth peaks at 139 MiB
      // instead of 158).
      minifyWhitespace: true,
      // Node.js prints the whole line that threw an error.
      lineLimit: 160,
      logLevel: "warning",
      // Packages with native or generated parts run from node_modules.
      external: ["cdktf-cli", "esbuild", "prettier", "eslint", "ts-morph", "typescript", "jest"],
    });
  } catch (error) {
    // esbuild has already reported mistakes in the sources. It reports nothing if it cannot run at all.
    if (!Array.isArray(/** @type {{ errors?: unknown }} */ (error).errors)) {
      const { message } = /** @type {Error} */ (error);
      console.error(`The bundler esbuild cannot run on this machine: ${message.trim()}`);
    }
    process.exit(1);
  }
  const text = (/** @type {string} */ end) =>
    result.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
  return {
    code: text(".cjs"),
    map: text(".map"),
    inputs: [...Object.keys(result.metafile.inputs), ...BUNDLER],
  };
}

/**
 * Checks modification times for equality: a restored or checked out source may be older than the bundle.
 *
 * @param {string} root
 * @param {[string, number, number][]} sources
 */
function unchanged(root, sources) {
  return sources.every((source) => {
    const [, time, size] = fingerprint(root, source[0]);
    return time === source[1] && size === source[2];
  });
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {[string, number, number]}
 */
function fingerprint(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  return [path, stats?.mtimeMs ?? 0, stats?.size ?? 0];
}

/**
 * Writes a file atomically.
 *
 * @param {string} file
 * @param {string | Buffer} content
 */
export function writeWhole(file, content) {
  const temporary = join(dirname(file), `tmp-${process.pid}-${basename(file)}`);
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}
