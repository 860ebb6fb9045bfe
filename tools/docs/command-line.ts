import { join } from "node:path";
import { defineCommand } from "../terminal/command-line";

export const SITE = join(".build", "docs");

export const DOCS = defineCommand({
  run: "npm run docs",
  forms: [""],
  summary:
    "Serves the documentation as a site with search on this machine. The first run installs the site generator (300 MB). " +
    "Ctrl-C stops it.",
  options: {
    port: {
      kind: "number",
      value: "<port>",
      min: 1,
      max: 65_535,
      help: "Where the site listens (default: 5180)",
    },
    build: { kind: "flag", help: `Write the site to ${join(SITE, "dist")} and exit` },
  },
  examples: [
    ["npm run docs", "Serve the pages as they are now"],
    ["npm run docs -- --build", "Write the site as static files"],
  ],
  maxWords: 0,
});
