#!/usr/bin/env node
// @ts-check
/** Bundles the program in the current folder and its packages into one file for its image. */
import { buildSync } from "esbuild";

buildSync({
  entryPoints: ["src/main.ts"],
  outfile: "dist/main.cjs",
  bundle: true,
  platform: "node",
  target: "node20",
  // Of a package in both forms, the ES modules, from which esbuild leaves out what nobody imports. OpenTelemetry halves.
  mainFields: ["module", "main"],
  loader: { ".pem": "text" },
  logLevel: "warning",
});
