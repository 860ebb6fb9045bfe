import fs, {
  existsSync,
  mkdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Annotations, AssetType, TerraformAsset, TerraformOutput, TerraformVariable } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Mistakes } from "../../../modules/synthesis/mistakes";
import {
  type Build,
  synthesizeApp,
  type SynthesizeOptions,
} from "../../../modules/synthesis/synthesize";
import { contents, leftovers, temporaryFolder, times } from "./output";
import { SampleStack } from "./sample-stacks";

const folder = () => join(temporaryFolder(), "cdktf.out");

const stacks =
  (...ids: string[]): Build =>
  (app) => {
    for (const id of ids) new SampleStack(app, id);
    return undefined;
  };

function synth(outdir: string, build: Build, options: Partial<SynthesizeOptions> = {}) {
  return synthesizeApp(build, {
    outdir,
    environments: ["dev", "prod"],
    systems: ["web"],
    ...options,
  });
}

function mistakesOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof Mistakes) return error.problems;
    throw error;
  }
  throw new Error("nothing was refused");
}

const outputOf = (outdir: string, stack: string) => join(outdir, "stacks", stack, "cdk.tf.json");

describe("what a synth writes", () => {
  it("is a file for each stack, and a manifest", () => {
    const outdir = folder();
    const result = synth(outdir, stacks("web-dev", "web-prod"));
    expect(Object.keys(contents(outdir))).toEqual([
      "manifest.json",
      "stacks/web-dev/cdk.tf.json",
      "stacks/web-prod/cdk.tf.json",
    ]);
    expect(result).toMatchObject({ changed: ["web-dev", "web-prod"], warnings: [] });
    expect(leftovers(outdir)).toEqual([]);
  });

  it("is the same, byte for byte, when nothing has changed, and leaves the files untouched", () => {
    const outdir = folder();
    synth(outdir, stacks("web-dev", "web-prod"));
    const before = times(outdir);
    const result = synth(outdir, stacks("web-dev", "web-prod"));
    expect(result.changed).toEqual([]);
    expect(times(outdir)).toEqual(before);
  });

  it("touches only the stacks that have changed", () => {
    const outdir = folder();
    synth(outdir, stacks("web-dev", "web-prod"));
    utimesSync(outputOf(outdir, "web-dev"), 1, 1);
    utimesSync(outputOf(outdir, "web-prod"), 1, 1);
    const result = synth(outdir, (app) => {
      new SampleStack(app, "web-dev", "two");
      new SampleStack(app, "web-prod");
      return undefined;
    });
    expect(result.changed).toEqual(["web-dev"]);
    const after = times(outdir);
    expect(after["stacks/web-dev/cdk.tf.json"]).toBeGreaterThan(1000);
    expect(after["stacks/web-prod/cdk.tf.json"]).toBe(1000);
  });

  it("knows nothing of the folder it was made in", () => {
    const outdir = folder();
    synth(outdir, (app) => {
      Annotations.of(new SampleStack(app, "web-dev")).addWarning("careful");
      return undefined;
    });
    expect(JSON.stringify(contents(outdir))).not.toContain(join(outdir, ".."));
    expect(JSON.stringify(contents(outdir))).not.toContain(process.cwd());
  });

  it("includes assets, and drops those of former content", () => {
    const outdir = folder();
    const source = join(temporaryFolder(), "notes.txt");
    const build: Build = (app) => {
      const stack = new SampleStack(app, "web-dev");
      const asset = new TerraformAsset(stack, "notes", { path: source, type: AssetType.FILE });
      new TerraformOutput(stack, "path", { value: asset.path });
      return undefined;
    };
    writeFileSync(source, "first");
    synth(outdir, build);
    writeFileSync(source, "second");
    synth(outdir, build);
    const assets = Object.entries(contents(outdir)).filter(([file]) => file.includes("/assets/"));
    expect(assets.map(([, content]) => content)).toEqual(["second"]);
  });

  it("has symbolic links and the modes of programs in assets as they are", () => {
    const outdir = folder();
    let target = "run.sh";
    const build: Build = (app) => {
      const stack = new SampleStack(app, "web-dev");
      addCustomSynthesis(stack, {
        onSynthesize: ({ outdir: staged }) => {
          const assets = join(staged, "stacks/web-dev/assets");
          mkdirSync(assets);
          writeFileSync(join(assets, "run.sh"), "exit", { mode: 0o755 });
          symlinkSync(target, join(assets, "start"));
        },
      });
      return undefined;
    };
    synth(outdir, build);
    const link = join(outdir, "stacks/web-dev/assets/start");
    expect(readlinkSync(link)).toBe("run.sh");
    expect(statSync(join(outdir, "stacks/web-dev/assets/run.sh")).mode & 0o100).toBe(0o100);
    expect(synth(outdir, build).changed).toEqual([]);
    target = "nothing";
    expect(synth(outdir, build).changed).toEqual(["web-dev"]);
    expect(readlinkSync(link)).toBe("nothing");
  });

  it("has the warnings of all stacks in the manifest and in the result", () => {
    const outdir = folder();
    const { warnings } = synth(outdir, (app) => {
      Annotations.of(new SampleStack(app, "web-dev")).addWarning("15 of 20 tasks fit");
      return undefined;
    });
    expect(warnings).toEqual(["[web-dev] 15 of 20 tasks fit"]);
    expect(contents(outdir)["manifest.json"]).toContain("15 of 20 tasks fit");
  });
});

describe("stacks that are gone", () => {
  it("lose their files and their folder, caches of Terraform included", () => {
    const outdir = folder();
    synth(outdir, stacks("web-dev", "web-prod"));
    mkdirSync(join(outdir, "stacks", "web-prod", ".terraform"));
    writeFileSync(join(outdir, "stacks", "web-prod", ".terraform.lock.hcl"), "lock");
    const result = synth(outdir, stacks("web-dev"));
    expect(result.changed).toEqual(["web-prod"]);
    expect(existsSync(join(outdir, "stacks", "web-prod"))).toBe(false);
    expect(contents(outdir)["manifest.json"]).not.toContain("web-prod");
  });

  it("keep what Terraform cannot make again, such as a local state", () => {
    const outdir = folder();
    synth(outdir, stacks("web-dev", "web-prod"));
    const state = join(outdir, "stacks", "web-prod", "terraform.tfstate");
    writeFileSync(state, "{}");
    synth(outdir, stacks("web-dev"));
    expect(Object.keys(contents(join(outdir, "stacks", "web-prod")))).toEqual([
      "terraform.tfstate",
    ]);
  });
});

it("keeps what Terraform and the user have put in a stack's folder", () => {
  const outdir = folder();
  synth(outdir, stacks("web-dev"));
  const own = {
    "stacks/web-dev/.terraform/providers/aws": "binary",
    "stacks/web-dev/.terraform.lock.hcl": "lock",
    "stacks/web-dev/mine_override.tf.json": "{}",
    "stacks/web-dev/plan": "plan",
    "notes.txt": "mine",
  };
  mkdirSync(join(outdir, "stacks/web-dev/.terraform/providers"), { recursive: true });
  for (const [file, content] of Object.entries(own)) writeFileSync(join(outdir, file), content);
  synth(outdir, (app) => {
    new SampleStack(app, "web-dev", "two");
    return undefined;
  });
  expect(contents(outdir)).toMatchObject(own);
});

it("replaces JSON by HCL, and back, so that Terraform does not read both", () => {
  const outdir = folder();
  synth(outdir, stacks("web-dev"));
  process.env.SYNTH_HCL_OUTPUT = "true";
  try {
    synth(outdir, stacks("web-dev"));
  } finally {
    delete process.env.SYNTH_HCL_OUTPUT;
  }
  expect(Object.keys(contents(join(outdir, "stacks/web-dev")))).toEqual([
    "cdk.tf",
    "metadata.json",
  ]);
  synth(outdir, stacks("web-dev"));
  expect(Object.keys(contents(join(outdir, "stacks/web-dev")))).toEqual(["cdk.tf.json"]);
});

describe("a synth that fails", () => {
  it("reports the broken settings and the broken rules of all stacks together, and writes nothing", () => {
    const outdir = folder();
    synth(outdir, stacks("web-dev"));
    const before = contents(outdir);
    const problems = mistakesOf(() =>
      synth(outdir, (app) => {
        for (const id of ["web-dev", "web-prod"]) {
          const stack = new SampleStack(app, id, "two");
          new TerraformVariable(stack, "size", { type: "number" }).node.addValidation({
            validate: () => ["`size` must be positive."],
          });
        }
        Annotations.of(app.node.findChild("web-prod")).addError("cannot be");
        return ["prod.region must be a region."];
      }),
    );
    expect(problems).toEqual([
      "prod.region must be a region.",
      "[web-dev/size] `size` must be positive.",
      "[web-prod] cannot be",
      "[web-prod/size] `size` must be positive.",
    ]);
    expect(contents(outdir)).toEqual(before);
    expect(leftovers(outdir)).toEqual([]);
  });

  it("lets errors of the program itself through, and writes nothing", () => {
    const outdir = folder();
    synth(outdir, stacks("web-dev"));
    const before = contents(outdir);
    const bug: Build = (app) => {
      new SampleStack(app, "web-dev", "two");
      throw new TypeError("a bug");
    };
    expect(() => synth(outdir, bug)).toThrow(TypeError);
    expect(contents(outdir)).toEqual(before);
    expect(leftovers(outdir)).toEqual([]);
  });

  const everythingNew: Build = (app) => {
    for (const id of ["web-dev", "web-new", "web-staging"]) new SampleStack(app, id, "two");
    return undefined;
  };

  it("takes back what it has put in place when the disk is full in the middle of it", () => {
    const outdir = folder();
    synth(outdir, stacks("web-dev", "web-prod", "web-staging"));
    const before = { files: contents(outdir), times: times(outdir) };
    const rename = fs.renameSync;
    const full = jest.spyOn(fs, "renameSync").mockImplementation((from, to) => {
      if (String(to).startsWith(join(outdir, "stacks", "web-staging"))) {
        full.mockRestore();
        throw new Error("ENOSPC: no space left on device");
      }
      rename(from, to);
    });
    expect(() => synth(outdir, everythingNew)).toThrow("ENOSPC");
    expect({ files: contents(outdir), times: times(outdir) }).toEqual(before);
    expect(existsSync(join(outdir, "stacks", "web-new", "cdk.tf.json"))).toBe(false);
    expect(leftovers(outdir)).toEqual([]);
  });

  it("leaves everything as it is when something stands where a file should go", () => {
    const outdir = folder();
    synth(outdir, stacks("web-dev", "web-prod"));
    mkdirSync(outputOf(outdir, "web-staging"), { recursive: true });
    const before = { files: contents(outdir), times: times(outdir) };
    expect(() => synth(outdir, everythingNew)).toThrow(/EISDIR|EPERM|EEXIST|ENOTEMPTY/);
    expect({ files: contents(outdir), times: times(outdir) }).toEqual(before);
    expect(leftovers(outdir)).toEqual([]);
  });
});

describe("a synth restricted to some names", () => {
  const all = stacks("state-dev", "web-dev", "state-prod", "web-prod");
  const allTwo: Build = (app) => {
    for (const id of ["state-dev", "web-dev", "web-prod"]) new SampleStack(app, id, "two");
    return undefined;
  };

  it("leaves the other stacks and their place in the manifest as they are", () => {
    const outdir = folder();
    synth(outdir, all);
    const before = contents(outdir);
    const result = synth(outdir, allTwo, { names: ["dev"] });
    expect(result).toMatchObject({
      stacks: ["state-dev", "web-dev"],
      changed: ["state-dev", "web-dev"],
    });
    const after = contents(outdir);
    expect(after["manifest.json"]).toBe(before["manifest.json"]);
    expect(after["stacks/web-prod/cdk.tf.json"]).toBe(before["stacks/web-prod/cdk.tf.json"]);
    expect(after["stacks/web-dev/cdk.tf.json"]).not.toBe(before["stacks/web-dev/cdk.tf.json"]);
  });

  it("writes only what was asked for into an empty folder", () => {
    const outdir = folder();
    synth(outdir, all, { names: ["web", "prod"] });
    expect(Object.keys(contents(outdir))).toEqual(["manifest.json", "stacks/web-prod/cdk.tf.json"]);
  });

  it("takes along the stacks that the named ones depend on", () => {
    const outdir = folder();
    const build: Build = (app) => {
      const images = new SampleStack(app, "web-images-dev");
      new SampleStack(app, "web-dev").addDependency(images);
      return undefined;
    };
    expect(synth(outdir, build, { names: ["web-dev"] }).stacks).toEqual([
      "web-images-dev",
      "web-dev",
    ]);
  });

  it("refuses names of stacks that nobody makes", () => {
    const outdir = folder();
    expect(
      mistakesOf(() => synth(outdir, all, { names: ["web-x-dev", "web-kubernetes-dev"] })),
    ).toEqual([
      "There is no stack `web-x-dev`. Did you mean `web-dev`?",
      expect.stringMatching(
        /^There is no stack `web-kubernetes-dev`\. Choose from: .*\bweb-dev\b.*\.$/,
      ),
    ]);
    expect(existsSync(outdir)).toBe(false);
  });

  it("does not look at the rules of stacks that were not asked for", () => {
    const build: Build = (app) => {
      new SampleStack(app, "web-dev");
      new SampleStack(app, "web-prod").node.addValidation({ validate: () => ["broken"] });
      return undefined;
    };
    expect(synth(folder(), build, { names: ["dev"] }).stacks).toEqual(["web-dev"]);
    expect(mistakesOf(() => synth(folder(), build))).toEqual(["[web-prod] broken"]);
  });
});

it("refuses a reference from one stack to another", () => {
  const build: Build = (app) => {
    const size = new TerraformVariable(new SampleStack(app, "web-dev"), "size", { type: "number" });
    new TerraformOutput(new SampleStack(app, "web-prod"), "size", { value: size.numberValue });
    return undefined;
  };
  expect(() => synth(folder(), build)).toThrow(
    "Stack web-prod refers to var.size of stack web-dev. Stacks share no state",
  );
});
