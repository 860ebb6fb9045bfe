import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { runNode } from "../terminal/node-program";
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
  const { exitCode } = await runNode([program, ...words], { cwd: SITE, output: "shown-plain" });
  return exitCode;
});
