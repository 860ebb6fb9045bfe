import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformLocal, type TerraformStack, TerraformVariable } from "cdktf";
import { containerDefinitionsJson } from "../../../modules/service/task-definition/container";
import { containerDefinitions } from "../../support/container-definitions";
import { synth } from "../../support/synth";

const AWKWARD = [
  "${aws_lb.web.arn}",
  "$${twice}",
  "$$${thrice}",
  "%{ if true }yes%{ endif }",
  "%%{x}",
  'say "hi"',
  "back\\slash \\b \\n",
  "two\nlines\r\n\tand a tab",
  "bell \u0007 backspace \b form feed \f",
  "naïve 日本 😀 \u2028",
  "<&>",
  "1e400 -8.1e298",
  "",
];

/** What Terraform makes of the definitions that `build` returns. */
function evaluated(build: (stack: TerraformStack) => readonly object[]): unknown {
  const { json } = synth((stack) => {
    new TerraformLocal(stack, "definitions", containerDefinitionsJson(build(stack)));
  });
  const folder = mkdtempSync(join(tmpdir(), "container-definitions-"));
  try {
    // Without providers there is nothing to initialize.
    const { locals, variable } = json;
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ locals, variable }));
    const console = spawnSync("terraform", [`-chdir=${folder}`, "console"], {
      input: "base64encode(local.definitions)\n",
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: undefined },
      encoding: "utf8",
    });
    if (console.status !== 0) throw new Error(console.stdout + console.stderr);
    return JSON.parse(Buffer.from(console.stdout.replaceAll(/["\s]/g, ""), "base64").toString());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const terraform = spawnSync("terraform", ["version"]).status === 0;
if (!terraform) console.warn("skipped: no `terraform` on the PATH to evaluate the JSON with");

(terraform ? describe : describe.skip)("container definitions, evaluated by Terraform", () => {
  test("hands literals over as they are", () => {
    const environment = AWKWARD.map((value, index) => ({ name: `N${index}`, value }));
    expect(evaluated(() => [{ name: "web", environment }])).toEqual([{ environment, name: "web" }]);
  });

  test("puts in what tokens stand for: strings, lists and numbers, alone and within text", () => {
    const awkward = 'a "quoted"\n${"line"}';
    expect(
      evaluated((stack) => {
        const text = new TerraformVariable(stack, "text", { type: "string", default: awkward });
        const words = new TerraformVariable(stack, "words", {
          type: "list(string)",
          default: ["one", 'two"'],
        });
        const port = new TerraformVariable(stack, "port", { type: "number", default: 8080 });
        return [
          {
            command: words.listValue,
            image: `registry/"${text.stringValue}":\${tag}`,
            port: port.numberValue,
            url: `http://host:${port.numberValue}/`,
            whole: text.stringValue,
          },
        ];
      }),
    ).toEqual([
      {
        command: ["one", 'two"'],
        image: `registry/"${awkward}":\${tag}`,
        port: 8080,
        url: "http://host:8080/",
        whole: awkward,
      },
    ]);
  });
});

describe("container definitions in the synthesized stack", () => {
  const rendered = (definitions: readonly object[]): string =>
    synth((stack) => {
      new TerraformLocal(stack, "definitions", containerDefinitionsJson(definitions));
    }).json.locals.definitions as string;

  test("are JSON within `jsonencode`", () => {
    const environment = AWKWARD.map((value, index) => ({ name: `N${index}`, value }));
    expect(containerDefinitions(rendered([{ environment }]))).toEqual([{ environment }]);
  });

  test("hold no nulls, and keys in one order whatever the order they were given in", () => {
    const text = rendered([{ b: 1, a: undefined, c: null, d: { z: true, y: "x" } }]);
    expect(text).toBe('${jsonencode([{"b":1,"d":{"y":"x","z":true}}])}');
    expect(rendered([{ d: { y: "x", z: true }, b: 1 }])).toBe(text);
  });

  test("have no live template but those of tokens", () => {
    expect(rendered([{ a: "${var.x}", b: "%{ for x in y }" }])).not.toMatch(/[$%]\{(?!jsonencode)/);
  });
});
