import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSynthesized } from "../../../tools/start/synthesized-stack";

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "start-"));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

function write(file: string, content: object): void {
  mkdirSync(join(outdir, file, ".."), { recursive: true });
  writeFileSync(join(outdir, file), JSON.stringify(content));
}

it("counts a stack's resources and warnings, and reads its environment off its tags", () => {
  const synthesizedStackPath = "stacks/web-eu-dev/cdk.tf.json";
  write("manifest.json", {
    stacks: {
      "web-eu-dev": {
        name: "web-eu-dev",
        synthesizedStackPath,
        annotations: [{ level: "@cdktf/warn" }, { level: "@cdktf/info" }],
      },
    },
  });
  write(synthesizedStackPath, {
    provider: { aws: [{ default_tags: [{ tags: { Environment: "eu-dev" } }] }] },
    resource: { aws_lb: { a: {} }, aws_subnet: { a: {}, b: {} } },
    data: { aws_partition: { a: {} } },
  });
  expect(readSynthesized(outdir)).toEqual([
    {
      name: "web-eu-dev",
      environment: "eu-dev",
      resources: 3,
      warnings: 1,
      file: join(outdir, synthesizedStackPath),
    },
  ]);
});
