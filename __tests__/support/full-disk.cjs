// @ts-check
/** Preloaded (`node --require`): every write below the folder FULL_DISK fails as on a full disk. What the runner keeps for itself may be written. */
const fs = require("node:fs");
const { relative, resolve, sep } = require("node:path");
const { syncBuiltinESMExports } = require("node:module");

const disk = process.env["FULL_DISK"] ?? "";
const BUNDLE = /^(node_modules\/\.checked\.json|\.build(\/(tmp-\d+-)?[\w.-]+\.(cjs|map|cache))?)$/;

/** @param {unknown} path */
function fails(path) {
  if (typeof path !== "string" || disk === "") return false;
  const within = relative(disk, resolve(path)).split(sep).join("/");
  return !within.startsWith("..") && within !== "" && !BUNDLE.test(within);
}

/** @param {string} call @param {string} path */
const noSpace = (call, path) =>
  Object.assign(new Error(`ENOSPC: no space left on device, ${call} '${path}'`), {
    code: "ENOSPC",
    errno: -28,
    syscall: call,
    path,
  });

/** Where each call names what it writes. */
const WRITES = {
  writeFile: 0,
  appendFile: 0,
  mkdir: 0,
  cp: 1,
  copyFile: 1,
  rename: 1,
  symlink: 1,
  mkdtemp: 0,
};

/** @param {any} module @param {string} name @param {number} at @param {"sync" | "callback" | "promise"} style */
function patch(module, name, at, style) {
  const original = module[name];
  if (typeof original !== "function") return;
  module[name] = (/** @type {any[]} */ ...args) => {
    const path = args[at];
    // A folder that exists takes no space.
    if (!fails(path) || (name.startsWith("mkdir") && fs.existsSync(path))) return original(...args);
    const error = noSpace(name, path);
    if (style === "promise") return Promise.reject(error);
    if (style === "sync") throw error;
    return process.nextTick(args.at(-1), error);
  };
}

for (const [name, at] of Object.entries(WRITES)) {
  patch(fs, `${name}Sync`, at, "sync");
  patch(fs, name, at, "callback");
  patch(fs.promises, name, at, "promise");
}
const openSync = fs.openSync;
fs.openSync = (path, flags = "r", mode) => {
  if (String(flags) !== "r" && fails(path)) throw noSpace("open", String(path));
  return openSync(path, flags, mode);
};
const createWriteStream = fs.createWriteStream;
fs.createWriteStream = (path, options) => {
  if (fails(path)) throw noSpace("open", String(path));
  return createWriteStream(path, options);
};
syncBuiltinESMExports();
