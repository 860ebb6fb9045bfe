#!/usr/bin/env node
// @ts-check
/** Bundles the program of the current folder, its packages included, into the one file of its image. */
import { buildSync } from "esbuild";

buildSync({
  entryPoints: ["src/main.ts"],
  outfile: "dist/main.cjs",
  bundle: true,
  platform: "node",
  target: "node20",
  loader: { ".pem": "text" },
  logLevel: "warning",
});
