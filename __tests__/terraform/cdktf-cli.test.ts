import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";
import { Synthesis } from "../../tools/synthesized/synthesis";
import { ProjectCopy } from "./project-copy";

const STATE = "state-dev";
const SYSTEM = "http-scale-out-dev";
const synthesis = Synthesis.read(join(projectRoot(), "cdktf.out"));

/** Not asked for by a user: approval by hand, and checksums for other platforms from the public registry. */
const UNATTENDED = ["--auto-approve", "--skip-provider-lock"];
/** The images stack stays out: its provider for Docker may not be available, and nothing here needs the image. */
const ALONE = ["--ignore-missing-stack-dependencies", "--var", "image_tag=1.0.0"];

/** The commands of `help`, one after the other, by the real cdktf command. */
describe("the cdktf command", () => {
  const workplace = Workplace.create();
  let emulator: Emulator;
  let project: ProjectCopy;

  beforeAll(async () => {
    emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
    const folder = join(workplace.folder, "project");
    project = new ProjectCopy(folder, workplace.environment(emulator.endpoint));
    for (const stack of [STATE, SYSTEM]) project.pinAwsProvider(stack, workplace.awsProvider);
  });

  afterAll(async () => {
    await emulator.stop();
    workplace.remove();
  });

  test("list names every stack", async () => {
    const listed = await project.cdktf(["list"]);
    for (const { name } of synthesis.stacks) expect(listed).toContain(name);
  });

  test("synth writes every stack, and keeps the files that others put beside them", async () => {
    await project.cdktf(["synth"]);
    const { stacks } = Synthesis.read(join(project.folder, "cdktf.out"));
    expect(stacks.map(({ name }) => name)).toEqual(synthesis.stacks.map(({ name }) => name));
  });

  test("bootstrap makes the state bucket on local state, then moves the state into it", async () => {
    const told = await project.node("tools/run.mjs", "tools/bootstrap/main.ts", "dev", "--yes");
    expect(told).toMatch(/1\. Makes the bucket[^]*Apply complete![^]*2\. Moves the state/);
    const { s3Backend: backend } = synthesis.stack(STATE).json;
    if (backend === undefined) throw new Error(`${STATE} keeps its state in no bucket`);
    expect(await emulator.object(backend.bucket, backend.key)).toContain('"aws_s3_bucket"');
  });

  test("diff shows what a deployment would create", async () => {
    const told = await project.cdktf(["diff", SYSTEM, "--skip-provider-lock", ...ALONE.slice(1)]);
    expect(told).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
  });

  test("deploy makes the system, and a second one finds nothing to change", async () => {
    const first = await project.cdktf(["deploy", SYSTEM, ...UNATTENDED, ...ALONE]);
    expect(first).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
    const made = await emulator.inventory();
    expect(made["ecs.Service"]).toHaveLength(1);
    const second = await project.cdktf(["deploy", SYSTEM, ...UNATTENDED, ...ALONE]);
    expect(second).toMatch(/No changes\. Your infrastructure matches the configuration\./);
  });

  test("the scripts of the workflows review and deploy, guarded", async () => {
    // Without its resources: their provider for Docker may not be available.
    const images = join(project.folder, "cdktf.out/stacks/http-scale-out-images-dev/cdk.tf.json");
    const { "//": metadata } = JSON.parse(readFileSync(images, "utf8")) as { "//": unknown };
    writeFileSync(images, JSON.stringify({ "//": metadata }));
    const environment = `TF_VAR_image_tag=1.1.0`;
    const review = (assertion: string) =>
      project.shell(
        `${environment} bash .github/review.sh dev "http-scale-out worker" cdktf.out '${assertion}'`,
      );
    const comment = await review("failed<100%");
    expect(comment).toMatch(/✅ Plan of `http-scale-out-dev`[^]*Plan: \d+ to add, [^]* to destroy/);
    expect(comment).toMatch(/✅ Scaling of `http-scale-out` under `reference`: `failed<100%`/);
    expect(comment).toContain("dev runs no worker.");
    expect(comment).toMatch(/✅ Cost, compared with `cdktf.out`/);
    expect(await review("p99<0ms")).toMatch(/✅ Scaling .*`p99<0ms`[^]*not hold in the baseline/);
    await expect(review("p98<1s")).rejects.toThrow(/❌ Scaling of .*: `p98<1s`/);

    const deployed = await project.shell(
      `${environment} bash .github/deploy.sh dev http-scale-out`,
    );
    expect(deployed).toMatch(/Apply complete! Resources: 1 added, 1 changed, 1 destroyed/);
    await expect(project.shell("bash .github/deploy.sh dev worker")).rejects.toThrow(
      'SYSTEMS must name systems of dev, got "worker".',
    );
  });

  test("output prints what the system is reached by", async () => {
    const printed = await project.cdktf(["output", SYSTEM, "--skip-provider-lock"]);
    expect(printed).toContain("load_balancer_dns_name");
  });

  test("destroy removes the system again", async () => {
    await project.cdktf(["destroy", SYSTEM, ...UNATTENDED, ...ALONE]);
    const left = await emulator.inventory();
    expect(left["ecs.Service"]).toBeUndefined();
    expect(left["elbv2.FakeLoadBalancer"]).toBeUndefined();
  });

  test("the state moves back out of its bucket, and the bucket goes last", async () => {
    await project.node("tools/run.mjs", "tools/bootstrap/main.ts", "dev", "--destroy", "--yes");
    const left = await emulator.inventory();
    expect(Object.keys(left).filter((kind) => kind.startsWith("s3."))).toEqual([]);
  });
});
