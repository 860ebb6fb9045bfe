import { spawnSync } from "node:child_process";

/** Where a file with this import stands, what it imports, and what the linter has to say. */
const IMPORTS: [file: string, imported: string, complaint: RegExp | undefined][] = [
  ["main.ts", "./modules/validation", /main\.ts puts environments and stacks together/],
  ["main.ts", "./tools/terminal/table", /main\.ts puts environments and stacks together/],
  ["main.ts", "./stacks/system-stack", undefined],
  ["main.ts", "./environments/dev", undefined],

  ["main.ts", "./settings/environment", undefined],

  ["aws/new.ts", "../settings/environment", /Facts about AWS are data/],
  ["aws/new.ts", "./instance-types", undefined],

  ["environments/new.ts", "../modules/validation", /Environments are literals/],
  ["environments/new.ts", "../settings/schema/fields", /Environments are literals/],
  ["environments/new.ts", "../settings/environment", /types of settings\/environment\.ts only/],
  ["environments/new.ts", "./dev", undefined],

  ["settings/new.ts", "../environments/dev", /Settings import facts about AWS/],
  ["settings/new.ts", "../modules/validation", /Settings import facts about AWS/],
  ["settings/new.ts", "../aws/instance-types", undefined],
  ["settings/new.ts", "zod", undefined],

  [
    "modules/network/new.ts",
    "../../stacks/system-stack",
    /Modules import other modules and facts about AWS only/,
  ],
  [
    "modules/network/new.ts",
    "../../settings/environment",
    /Modules import other modules and facts about AWS only/,
  ],
  [
    "modules/network/new.ts",
    "../../tools/terminal/table",
    /Modules import other modules and facts about AWS only/,
  ],
  ["modules/network/new.ts", "../validation", undefined],
  ["modules/network/new.ts", "cdktf", undefined],

  ["stacks/new.ts", "../main", /Stacks import modules/],
  ["stacks/new.ts", "../environments/dev", /Stacks import modules/],
  ["stacks/new.ts", "../tools/terminal/table", /Stacks import modules/],
  ["stacks/new.ts", "../settings/environment", /types of settings\/environment\.ts only/],
  ["stacks/new.ts", "../modules/validation", undefined],
  ["stacks/new.ts", "../modules/network/network", undefined],

  ["tools/new/main.ts", "../../stacks/system-stack", /Tools read cdktf\.out/],
  ["tools/new/main.ts", "../../modules/validation", /Tools read cdktf\.out/],
  ["tools/new/main.ts", "../../settings/environment", /Tools read cdktf\.out/],
  ["tools/new/main.ts", "../../main", /Tools read cdktf\.out/],
  ["tools/new/main.ts", "../terminal/table", undefined],
  ["tools/new/main.ts", "../../aws/instance-types", undefined],
  ["tools/init/new.ts", "../../settings/environment", undefined],
  ["tools/init/new.ts", "../../stacks/system-stack", /These write settings or tell what they are/],

  ["services/http-api/src/new.ts", "../../../modules/validation", /A service imports nothing/],
  ["services/http-api/src/new.ts", "../../../tools/terminal/table", /A service imports nothing/],
  ["services/http-api/src/new.ts", "../../talk/src/server", /A service imports nothing/],
  ["services/kit/src/new.ts", "../../talk/src/server", /A service imports nothing/],
  ["services/http-api/src/new.ts", "@services/kit/settings", undefined],
  ["services/http-api/src/new.ts", "./server", undefined],

  ["web/src/new.ts", "../../modules/validation", /The page imports nothing from outside/],
  ["web/src/new.ts", "../../services/store/src/settings", /The page imports nothing from outside/],
  ["web/src/new.ts", "./settings", undefined],

  ["modules/network/new.ts", "@cdktf/provider-aws", /barrel of a provider takes 13 s/],
  ["modules/network/new.ts", "@cdktf/provider-aws/lib", /barrel of a provider takes 13 s/],
  ["stacks/new.ts", "@cdktf/provider-docker/lib/index", /barrel of a provider takes 13 s/],
  ["__tests__/new.test.ts", "@cdktf/provider-aws", /barrel of a provider takes 13 s/],
  ["modules/network/new.ts", "@cdktf/provider-aws/lib/vpc", undefined],
  ["stacks/new.ts", "@cdktf/provider-docker/lib/provider", undefined],
];

const SNIPPETS = [
  ...IMPORTS.map(([file, imported]) => ({
    file,
    code: `import * as it from "${imported}";\nexport const used = it;\n`,
  })),
  {
    file: "tools/new/main.ts",
    code: "export const end = AbortSignal.any([AbortSignal.timeout(1)]);\n",
  },
  {
    file: "stacks/new.ts",
    code: 'import type { Environment } from "../settings/environment";\nexport type E = Environment;\n',
  },
  { file: "modules/network/index.ts", code: 'export * from "./network";\n' },
  // A file that imports one that imports it: by the name of an existing module.
  {
    file: "tools/terminal/style.ts",
    code: 'import "../start/main";\nexport const stylesFor = 1;\n',
  },
];

const broken = lint();

describe("the rules of who may import whom", () => {
  it.each(IMPORTS.filter(([, , complaint]) => complaint !== undefined))(
    "keep %s from importing %s",
    (file, imported, complaint) => {
      expect(complaintsAbout(file, imported)).toEqual([expect.stringMatching(complaint!)]);
    },
  );

  it.each(IMPORTS.filter(([, , complaint]) => complaint === undefined))(
    "let %s import %s",
    (file, imported) => {
      expect(complaintsAbout(file, imported)).toEqual([]);
    },
  );

  it("let stacks import the types of environments", () => {
    expect(broken.at(-3)).toEqual([]);
  });
});

it("there are no barrels of our own", () => {
  expect(broken.at(-2)).toEqual([expect.stringContaining("No barrels")]);
});

it("[2026-11 E3] nothing combines signals of which one is a time-out that may be dropped", () => {
  expect(broken.at(-4)).toEqual([expect.stringContaining("use a deadline")]);
});

it("there are no cycles", () => {
  expect(broken.at(-1)).toEqual([expect.stringContaining("Dependency cycle")]);
});

function complaintsAbout(file: string, imported: string): string[] {
  return broken[IMPORTS.findIndex((entry) => entry[0] === file && entry[1] === imported)]!;
}

function lint(): string[][] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["__tests__/tools/lint/lint-snippets.mjs"],
    { input: JSON.stringify(SNIPPETS), encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}
