import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkVariables, readDeployment } from "../../../tools/cdktf/deployment";
import { withoutCdktf } from "../../../tools/cdktf/without-cdktf";
import { StackJson } from "../../../tools/synthesized/stack-json";
import type { SynthesizedStack } from "../../../tools/synthesized/synthesis";

const folder = mkdtempSync(join(tmpdir(), "deployment-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function stack(name: string, variable: Record<string, object>): SynthesizedStack {
  const json = new StackJson({ variable });
  return { name, folder, file: "", warnings: [], dependencies: [], json };
}

const shop = stack("shop-dev", { image_tag: {}, size: { default: 1 } });
const state = stack("state-dev", {});

describe("[2026-11 A8] a deployment without a terminal", () => {
  it("says which variable is missing, of which stacks, before it starts", () => {
    const problems = checkVariables([shop, stack("pay-dev", { image_tag: {} })], {}, [], false);
    expect(problems).toEqual([
      "`image_tag` must be set for shop-dev and pay-dev, because there is no terminal to ask for it. Add `--var image_tag=<value>`, or set TF_VAR_image_tag.",
    ]);
  });

  it("takes a value wherever Terraform takes one", () => {
    const given = join(folder, "values.tfvars");
    writeFileSync(given, 'image_tag = "1"\n');
    expect(checkVariables([shop], { image_tag: "1" }, [], false)).toEqual([]);
    expect(checkVariables([shop], {}, ["--var-file", given], false)).toEqual([]);
    expect(checkVariables([shop], {}, [`--var-file=${given}`], false)).toEqual([]);
    process.env.TF_VAR_image_tag = "1";
    try {
      expect(checkVariables([shop], {}, [], false)).toEqual([]);
    } finally {
      delete process.env.TF_VAR_image_tag;
    }
    writeFileSync(join(folder, "own.auto.tfvars.json"), '{"image_tag": "1"}');
    expect(checkVariables([shop], {}, [], false)).toEqual([]);
    rmSync(join(folder, "own.auto.tfvars.json"));
  });

  it("leaves the question to Terraform where somebody is there to answer", () => {
    expect(checkVariables([shop], {}, [], true)).toEqual([]);
  });
});

it("[2026-11 A8] an image_tag is accepted by every stack, a name that none has is not", () => {
  expect(checkVariables([state], { image_tag: "1" }, [], false)).toEqual([]);
  expect(checkVariables([state, shop], { image_tga: "1" }, [], true)).toEqual([
    "No stack named here has a variable `image_tga`. It has: image_tag, size.",
  ]);
});

it("takes values out of the command line, and leaves the rest of it as it is", () => {
  const words = ["shop-dev", "--var", "a=1=2", "--var=b=", "--auto-approve", "--var-file", "f"];
  expect(readDeployment(words)).toEqual({
    variables: { a: "1=2", b: "" },
    rest: ["shop-dev", "--auto-approve", "--var-file", "f"],
    approved: true,
  });
  expect(() => readDeployment(["--var", "a"])).toThrow("--var name=value");
});

it("[2026-11 A1] says how to deploy without the cdktf command where that cannot run", () => {
  const told = withoutCdktf("no binary", [state, shop], { image_tag: "1.0.0" });
  expect(told.split("\n").slice(2)).toEqual([
    "  npm run synth",
    "  terraform -chdir=cdktf.out/stacks/state-dev init",
    "  terraform -chdir=cdktf.out/stacks/state-dev plan",
    "  terraform -chdir=cdktf.out/stacks/state-dev apply",
    "  terraform -chdir=cdktf.out/stacks/shop-dev init",
    "  terraform -chdir=cdktf.out/stacks/shop-dev plan -var image_tag=1.0.0",
    "  terraform -chdir=cdktf.out/stacks/shop-dev apply -var image_tag=1.0.0",
  ]);
});
