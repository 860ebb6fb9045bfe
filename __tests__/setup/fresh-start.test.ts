import { existsSync } from "node:fs";
import { FreshCopy } from "./fresh-copy";
import { installNode, registryIsReachable } from "./node-versions";

/** The long-term versions, each with the npm that comes with it (https://nodejs.org/en/about/previous-releases). */
const VERSIONS: readonly [node: number, npm: number][] = [
  [22, 10],
  [24, 11],
  [26, 11],
];

/** Starts a program in a terminal as the cdktf command starts Terraform, by the same package. */
const IN_A_TERMINAL = `
  const { spawn } = require("@cdktf/node-pty-prebuilt-multiarch");
  const started = spawn(process.execPath, ["--print", "process.stdout.isTTY"], {});
  started.onData((text) => process.stdout.write(text));
  started.onExit(({ exitCode }) => process.exit(exitCode));`;

const reachable = registryIsReachable();
const why = reachable ? "" : " (skipped: npm's registry cannot be reached)";

describe(`[2026-11 A1] with nothing but Node.js on the PATH${why}`, () => {
  const run = reachable ? it : it.skip;

  run.each(VERSIONS)("npm start sets up a fresh copy on Node.js %i", async (major, npmMajor) => {
    const { node, env } = installNode(major, npmMajor);
    const copy = new FreshCopy();
    try {
      const npm = process.platform === "win32" ? "npm.cmd" : "npm";
      const started = await copy.run(npm, ["start"], { env });
      expect(started.stderr).toMatch(/Installed in \d+ s/);
      expect(started.stdout).toMatch(/\d+ stacks, \d+ resources/);
      expect(started.exitCode).toBe(0);
      expect(existsSync(copy.path("web/dist/index.html"))).toBe(true);

      const terminal = await copy.run(node, ["--eval", IN_A_TERMINAL], { env });
      expect(terminal.stdout).toContain("true");
      const version = await copy.run(
        node,
        ["node_modules/cdktf-cli/bundle/bin/cdktf", "--version"],
        {
          env: { ...env, CHECKPOINT_DISABLE: "1" },
        },
      );
      expect(`${version.stdout}${version.stderr}`).toMatch(/\d+\.\d+\.\d+/);
    } finally {
      copy.remove();
    }
  });

  run("packages that were installed by one version are used by another", async () => {
    for (const [major, npmMajor] of VERSIONS) {
      const { node, env } = installNode(major, npmMajor);
      const copy = new FreshCopy().withPackages();
      try {
        const terminal = await copy.run(node, ["--eval", IN_A_TERMINAL], { env });
        expect(terminal).toMatchObject({
          exitCode: 0,
          stdout: expect.stringContaining("true") as string,
        });
        const synth = await copy.run(node, ["tools/run.mjs", "main.ts"], { env });
        expect(synth).toMatchObject({ exitCode: 0 });
      } finally {
        copy.remove();
      }
    }
  });
});
