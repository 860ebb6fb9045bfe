import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { projectRoot } from "../../tools/project-root";

/** A Node.js with its npm, alone in a folder that can be a whole PATH. */
export interface InstalledNode {
  readonly node: string;
  /** Variables of an environment in which nothing but this Node.js is installed. */
  readonly env: NodeJS.ProcessEnv;
}

const IS_WINDOWS = process.platform === "win32";

/** Whether npm can install anything here. In CI it must. */
export function registryIsReachable(): boolean {
  const { status } = spawnSync("npm", ["view", "npm", "version"], { shell: IS_WINDOWS });
  return status === 0 || Boolean(process.env.CI);
}

/**
 * Installs a Node.js from npm's registry, where its makers publish it for each platform, with the npm that comes with it.
 *
 * @see https://www.npmjs.com/package/node
 */
export function installNode(major: number, npmMajor: number): InstalledNode {
  const name = `node-${IS_WINDOWS ? "win" : process.platform}-${process.arch}`;
  const folder = join(projectRoot(), ".build", "nodes", String(major));
  const installed = join(folder, "node_modules", name, "bin");
  if (!existsSync(join(folder, "complete"))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    const packages = [`${name}@${major}`, `npm@${npmMajor}`];
    const { status, stderr } = spawnSync(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...packages],
      { cwd: folder, encoding: "utf8", shell: IS_WINDOWS },
    );
    if (status !== 0) throw new Error(`Node.js ${major} cannot be installed:\n${stderr}`);
    writeFileSync(join(folder, "complete"), "");
  }
  const node = join(installed, IS_WINDOWS ? "node.exe" : "node");
  return { node, env: aloneOnPath(folder, node) };
}

function aloneOnPath(folder: string, node: string): NodeJS.ProcessEnv {
  const bin = join(folder, "bin");
  const npm = join(folder, "node_modules", "npm", "bin", "npm-cli.js");
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin);
  if (IS_WINDOWS) {
    writeFileSync(join(bin, "npm.cmd"), `@"${node}" "${npm}" %*\r\n`);
  } else {
    symlinkSync(node, join(bin, "node"));
    // npm runs scripts by it.
    symlinkSync("/bin/sh", join(bin, "sh"));
    writeFileSync(join(bin, "npm"), `#!/bin/sh\nexec "${node}" "${npm}" "$@"\n`, { mode: 0o755 });
  }
  const system = process.env.SystemRoot;
  const path = IS_WINDOWS && system ? [bin, join(node, ".."), join(system, "System32")] : [bin];
  const inherited = Object.entries(process.env).filter(
    // What the npm that runs the tests hands on would steer the one that is tried.
    ([variable]) =>
      !/^(npm_(?!config_(registry|cache|proxy|https_proxy|cafile)$)|path$|node_options$)/i.test(
        variable,
      ),
  );
  return { ...Object.fromEntries(inherited), PATH: path.join(delimiter) };
}
