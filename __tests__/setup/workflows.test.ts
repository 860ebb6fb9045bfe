import { buildSync } from "esbuild";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../tools/project-root";

const folder = join(projectRoot(), ".github", "workflows");

/** GitHub's own parser. It is published for bundlers, not for Node.js. */
const PARSER = `
  import { parseWorkflow, NoOperationTraceWriter } from "@actions/workflow-parser";
  export const mistakesIn = (name, content) =>
    parseWorkflow({ name, content }, new NoOperationTraceWriter())
      .context.errors.getErrors().map(({ message }) => message);
`;

interface Parser {
  readonly mistakesIn: (name: string, content: string) => string[];
}

function loadParser(): Parser {
  const { outputFiles } = buildSync({
    stdin: { contents: PARSER, resolveDir: projectRoot() },
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the bundle of a package, made above
  new Function("module", "require", outputFiles[0]!.text)(module, require);
  return module.exports as Parser;
}

const { mistakesIn } = loadParser();

test.each(readdirSync(folder))("%s is a workflow that GitHub accepts", (name) => {
  expect(mistakesIn(name, readFileSync(join(folder, name), "utf8"))).toEqual([]);
});

test("a mistake in a workflow is found", () => {
  const workflow = readFileSync(join(folder, "review.yml"), "utf8")
    .replace("timeout-minutes", "timeout-minuts")
    .replace("github.base_ref", "githubb.base_ref");
  expect(mistakesIn("review.yml", workflow)).toEqual([
    expect.stringContaining("Unexpected value 'timeout-minuts'"),
    expect.stringContaining("Unrecognized named-value: 'githubb'"),
  ]);
});
