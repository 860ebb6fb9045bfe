import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { projectRoot } from "../../tools/project-root";

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The calls of the stand-ins, in order. */
  readonly calls: readonly string[];
}

/** A copy of the scripts in `.github`, with stand-ins for the programs that they call. */
export class DeliveryScripts {
  readonly folder = mkdtempSync(join(tmpdir(), "delivery-"));

  constructor() {
    cpSync(join(projectRoot(), ".github"), join(this.folder, ".github"), { recursive: true });
    mkdirSync(join(this.folder, "bin"));
  }

  /** @param answer lines of the shell, which know the arguments */
  standIn(program: string, answer = ""): void {
    const file = join(this.folder, "bin", program);
    writeFileSync(file, `#!/bin/bash\necho "${program} $*" >> "$CALLS"\n${answer}\n`);
    chmodSync(file, 0o755);
  }

  stack(name: string, json: object): void {
    const file = join(this.folder, "cdktf.out", "stacks", name, "cdk.tf.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(json));
  }

  run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const calls = join(this.folder, "calls");
    writeFileSync(calls, "");
    const { status, stdout, stderr } = spawnSync("bash", [`.github/${script}`, ...args], {
      cwd: this.folder,
      encoding: "utf8",
      env: {
        PATH: [join(this.folder, "bin"), process.env["PATH"]].join(delimiter),
        CALLS: calls,
        ...env,
      },
    });
    const outcome: Outcome = {
      exitCode: status,
      stdout,
      stderr,
      calls: readFileSync(calls, "utf8").split("\n").filter(Boolean),
    };
    return outcome;
  }
}
