import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { registryIsReachable } from "./node-versions";

const reachable = registryIsReachable();
const why = reachable ? "" : " (skipped: npm's registry cannot be reached)";

(reachable ? test : test.skip)(
  `[2026-11 A3] npm run port moves a copy to CDK Terrain, which has its types and makes the same JSON${why}`,
  async () => {
    const parent = mkdtempSync(join(tmpdir(), "port-"));
    const folder = join(parent, "copy");
    try {
      const ported = await runCommand(
        process.execPath,
        [join("tools", "run.mjs"), join("tools", "port", "main.ts"), folder],
        { cwd: projectRoot() },
      );
      expect(ported.stderr).toMatch(
        /^Installing [^]*\nInstalled in \d+ s\.\n((Checking the types|Synthesizing) \.\.\. \d+ s\n)*$/,
      );
      expect(ported.stdout).toMatch(/All \d+ stacks are identical except for their metadata/);
      expect(ported.exitCode).toBe(0);
      expect(existsSync(join(folder, "node_modules", "cdktn"))).toBe(true);
      expect(existsSync(join(folder, "node_modules", "cdktf"))).toBe(false);
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  },
);
