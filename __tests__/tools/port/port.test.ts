import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareSyntheses } from "../../../tools/port/compare-syntheses";
import { rename } from "../../../tools/port/port-project";

it.each([
  ['import { App } from "cdktf";', 'import { App } from "cdktn";'],
  ['from "cdktf/lib/synthesize/synthesizer"', 'from "cdktn/lib/synthesize/synthesizer"'],
  ['from "@cdktf/provider-aws/lib/lb"', 'from "@cdktn/provider-aws/lib/lb"'],
  ["require('cdktf')", "require('cdktn')"],
])("renames the package in %s", (before, after) => {
  expect(rename(before)).toBe(after);
});

it.each(['join(root, "cdktf.out")', 'level === "@cdktf/warn"', "// cdktf writes", '"cdktf.json"'])(
  "leaves %s as it is",
  (source) => {
    expect(rename(source)).toBe(source);
  },
);

describe("the comparison of two syntheses", () => {
  const parent = mkdtempSync(join(tmpdir(), "compare-"));

  afterAll(() => {
    rmSync(parent, { recursive: true });
  });

  const synthesis = (name: string, stacks: Record<string, object>): string => {
    const folder = join(parent, name);
    mkdirSync(folder);
    const described = Object.entries(stacks).map(([stack, json]) => {
      writeFileSync(join(folder, `${stack}.json`), JSON.stringify(json));
      const synthesizedStackPath = `${stack}.json`;
      return [stack, { name: stack, workingDirectory: "", synthesizedStackPath, dependencies: [] }];
    });
    const manifest = { stacks: Object.fromEntries(described) as object };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    return folder;
  };

  it("passes over metadata, and names each path that differs", () => {
    const one = synthesis("one", {
      a: {
        "//": { version: "0.21" },
        resource: { aws_lb: { x: { "//": 1, name: "n", idle: 1 } } },
      },
      gone: {},
    });
    const other = synthesis("other", {
      a: {
        "//": { version: "0.24" },
        resource: { aws_lb: { x: { "//": 2, name: "m", idle: 1 } } },
      },
      more: {},
    });
    expect(compareSyntheses(one, other)).toEqual({
      stacks: 2,
      differences: ["a: resource.aws_lb.x.name", "gone is missing", "more is new"],
    });
    expect(compareSyntheses(one, one).differences).toEqual([]);
  });
});
