/* A machine on which reading and writing some files takes long: those whose path matches SLOW_FILES wait for SLOW_MS. */
const fs = require("node:fs");

const pattern = process.env.SLOW_FILES && new RegExp(process.env.SLOW_FILES);
const waiting = new Int32Array(new SharedArrayBuffer(4));

for (const name of pattern ? ["readFileSync", "writeFileSync"] : []) {
  const original = fs[name];
  fs[name] = (path, ...rest) => {
    if (pattern.test(String(path))) Atomics.wait(waiting, 0, 0, Number(process.env.SLOW_MS));
    return original(path, ...rest);
  };
}
