import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { defineCommand } from "../terminal/command-line";
import { runNode } from "../terminal/node-program";
import { UserError } from "../terminal/user-error";
import { copySite } from "./copy-site";

const SITE = join(".build", "docs");

const DOCS = defineCommand({
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

void asCommand(DOCS, async ({ options: { port = 5180, build } }) => {
  copySite(projectRoot(), SITE);
  const installed = await runNode([join("tools", "runner", "packages.mjs"), SITE]);
  if (installed.exitCode !== 0) throw new UserError("The site generator cannot be installed.");
  const words = build
    ? ["build"]
    : ["dev", "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
  const program = join("node_modules", "vitepress", "bin", "vitepress.js");
  const { exitCode } = await runNode([program, ...words], { cwd: SITE });
  return exitCode;
});
