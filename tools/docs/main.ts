import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { runNode } from "../terminal/node-program";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { copySite } from "./copy-site";
import { DOCS, SITE } from "./command-line";
import { requireFreePort } from "./free-port";

void asCommand(DOCS, async ({ options: { port = 5180, build } }) => {
  if (!build) await requireFreePort(port);
  copySite(projectRoot(), SITE);
  const installed = await runNode([join("tools", "runner", "packages.mjs"), SITE]);
  if (installed.exitCode !== 0) throw new UserError("The site generator cannot be installed.");
  const words = build
    ? ["build"]
    : ["dev", "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
  const program = join("node_modules", "vitepress", "bin", "vitepress.js");
  const site = [program, ...words];
  if (!build) return (await runNode(site, { cwd: SITE, output: "shown-plain" })).exitCode;
  const { exitCode, output } = await withProgress("Building the site", () =>
    runNode(site, { cwd: SITE, output: "gathered" }),
  );
  console.log(stripVTControlCharacters(output).trim());
  return exitCode;
});
