// @ts-check
/** Bundles a TypeScript program into one file under .build/, again only when one of its sources has changed. */
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

/** Marks the bundle's last line: its sources, with the time of their last change and their size. */
const SOURCES = "\n//sources:";

/** What decides the content of a bundle beside the program's own sources. */
const BUNDLER = ["tools/runner/bundle.mjs", "tsconfig.json", "package-lock.json"];

/**
 * @typedef {object} Bundle
 * @property {string} file
 * @property {string} code
 * @property {string} id identifies this build of the program; its files contain it in their names
 */

/**
 * @param {string} root the project's folder
 * @param {string} entry path of the program's main file from there
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
    // What was changed meanwhile may have been read before: the next run is to build again.
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
  // One file that says itself what it was made of, put in place in one step: programs may start side by side.
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
      // A third of the text: Node.js holds it twice while it compiles (a synth peaks at 139 MiB in place of 158).
      minifyWhitespace: true,
      // Node.js shows the whole line in which an error was thrown.
      lineLimit: 160,
      logLevel: "warning",
      // Programs with native or generated parts run from node_modules.
      external: ["cdktf-cli", "esbuild", "prettier", "eslint", "ts-morph", "typescript", "jest"],
    });
  } catch (error) {
    // esbuild has told what is wrong in the sources, and where; not so when it cannot run at all.
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
 * Times are compared for equality: a source that was put back or checked out may be older than the bundle.
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
 * Puts a file in place in one step.
 *
 * @param {string} file
 * @param {string | Buffer} content
 */
export function writeWhole(file, content) {
  const temporary = join(dirname(file), `tmp-${process.pid}-${basename(file)}`);
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}
