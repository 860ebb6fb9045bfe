import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Synthesis } from "../../../tools/synthesized/synthesis";
import { stackNamed } from "./stack-fixture";

const names = (stacks: readonly { readonly name: string }[]): string[] =>
  stacks.map(({ name }) => name);

test("knows an environment by the stack of its state", () => {
  const synthesis = new Synthesis([
    stackNamed("state-dev"),
    stackNamed("web-dev"),
    stackNamed("state-prod"),
  ]);
  expect(synthesis.environments).toEqual(["dev", "prod"]);
});

test("puts the stacks of an environment in the order of their dependencies", () => {
  const synthesis = new Synthesis([
    stackNamed("web-dev", "web-images-dev"),
    stackNamed("web-images-dev", "state-dev"),
    stackNamed("state-dev"),
    stackNamed("web-prod"),
    stackNamed("state-prod"),
  ]);
  expect(names(synthesis.systemStacks("dev"))).toEqual(["web-images-dev", "web-dev"]);
});

test("gives a stack to the longest environment that its name ends with", () => {
  const synthesis = new Synthesis([
    stackNamed("state-dev"),
    stackNamed("state-my-dev"),
    stackNamed("web-my-dev"),
    stackNamed("web-dev"),
  ]);
  expect(names(synthesis.systemStacks("dev"))).toEqual(["web-dev"]);
  expect(names(synthesis.systemStacks("my-dev"))).toEqual(["web-my-dev"]);
});

test("names the stacks of environments that have no stack for their state", () => {
  const synthesis = new Synthesis([
    stackNamed("state-dev"),
    stackNamed("web-dev"),
    stackNamed("web-cloud"),
  ]);
  expect(names(synthesis.strays)).toEqual(["web-cloud"]);
});

test("names the stacks that there are when asked for one that there is not", () => {
  const synthesis = new Synthesis([stackNamed("state-dev")]);
  expect(() => synthesis.stateStack("qa")).toThrow(
    'no stack "state-qa" in cdktf.out. There are: state-dev.',
  );
});

describe("of a folder", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "synthesis-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("reads each stack's backend, providers and variables", () => {
    mkdirSync(join(folder, "stacks", "web-dev"), { recursive: true });
    const providers = { aws: { source: "hashicorp/aws", version: "~> 6.25" } };
    const terraform = {
      backend: { s3: { bucket: "states", key: "web-dev" } },
      required_providers: providers,
    };
    writeFileSync(
      join(folder, "stacks", "web-dev", "cdk.tf.json"),
      JSON.stringify({
        terraform,
        variable: { image_tag: {} },
        resource: { aws_lb: { lb: { name: "lb" } } },
      }),
    );
    const stack = {
      name: "web-dev",
      workingDirectory: "stacks/web-dev",
      synthesizedStackPath: "stacks/web-dev/cdk.tf.json",
      dependencies: [],
      annotations: [
        { level: "@cdktf/warn", message: "costs" },
        { level: "@cdktf/info", message: "made" },
      ],
    };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: { "web-dev": stack } }));
    const { json, warnings, file } = Synthesis.read(folder).stack("web-dev");
    expect(warnings).toEqual(["costs"]);
    expect(file).toBe(join(folder, "stacks/web-dev/cdk.tf.json"));
    expect(json.s3Backend).toEqual({ bucket: "states", key: "web-dev" });
    expect(json.requiredProviders).toEqual(providers);
    expect(json.variables).toEqual(["image_tag"]);
    expect(json.resources("aws_lb")).toEqual({ lb: { name: "lb" } });
    expect(json.resources("aws_vpc")).toEqual({});
  });

  test("says what to run when nothing was synthesized", () => {
    expect(() => Synthesis.read(folder)).toThrow(/npm run synth/);
  });
});
