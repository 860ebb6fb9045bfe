/** Loaded with --require, adds to the end of a program's log whether OpenTelemetry was started in it. */
const { writeSync } = require("node:fs");

process.on("exit", () => {
  const isThere = Symbol.for("opentelemetry.js.api.1") in globalThis;
  writeSync(1, `${JSON.stringify({ msg: "opentelemetry", isThere })}\n`);
});
