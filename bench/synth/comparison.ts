import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { layOut } from "../../tools/terminal/table";
import { measure, type Program, type Run } from "../measure/measure";
import { countCloudFormationResources, countTerraformResources } from "./outputs";

const AWS_CDK = join("bench", "aws-cdk");

/** Numbers of stacks and of services in each: those of the project's first measurement, and the current number of stacks. */
const BIG = { stacks: 15, services: 5 };
const SMALL = { stacks: 9, services: 1 };

interface Contestant extends Program {
  readonly count: () => number;
}

interface Figures extends Run {
  readonly name: string;
  readonly resources: number;
  readonly resourcesPerSecond: number;
}

/** Synthesizes with this project and with the AWS CDK, each as users run it, from compiled JavaScript. */
export function compareWithAwsCdk(runs: number, folder: string): object {
  build();
  const program = (name: string, entry: string, ...args: number[]): Contestant => {
    const outdir = join(folder, name.replaceAll(/\W+/g, "-"));
    return {
      name,
      args: [join("tools", "run.mjs"), entry, ...args.map(String)],
      env: { CDKTF_OUTDIR: outdir },
      count: () => countTerraformResources(outdir),
    };
  };
  const cdk = (name: string, env: NodeJS.ProcessEnv, ...args: number[]): Contestant => {
    const outdir = join(folder, name.replaceAll(/\W+/g, "-"));
    return {
      name,
      args: [join(AWS_CDK, "dist", "app.js"), ...args.map(String)],
      env: { CDK_OUTDIR: outdir, ...env },
      count: () => countCloudFormationResources(outdir),
    };
  };
  const fleet = join("bench", "synth", "fleet.ts");
  const unchecked = { CDK_VALIDATION: "false" };
  const figures = run(
    [
      program("this project, all environments", "main.ts"),
      cdk("AWS CDK, as many stacks", {}, SMALL.stacks, SMALL.services),
      cdk("AWS CDK, as many stacks, unchecked", unchecked, SMALL.stacks, SMALL.services),
      program("this project, 15 stacks", fleet, BIG.stacks, BIG.services),
      cdk("AWS CDK, 15 stacks", {}, BIG.stacks, BIG.services),
      cdk("AWS CDK, 15 stacks, unchecked", unchecked, BIG.stacks, BIG.services),
    ],
    runs,
  );
  console.log(table(figures).join("\n"));
  tellRatios(figures);
  return { figures };
}

function run(contestants: readonly Contestant[], runs: number): Figures[] {
  return measure(contestants, runs).map(({ name, count, seconds, cpuSeconds, peakMiB }) => {
    const resources = count();
    const resourcesPerSecond = resources / seconds;
    return { name, resources, resourcesPerSecond, seconds, cpuSeconds, peakMiB };
  });
}

function table(figures: readonly Figures[]): string[] {
  return layOut(
    [
      ["", "resources", "seconds", "CPU s", "peak MiB", "resources/s"],
      ...figures.map(({ name, resources, seconds, cpuSeconds, peakMiB, resourcesPerSecond }) => [
        name,
        String(resources),
        seconds.toFixed(2),
        cpuSeconds.toFixed(2),
        peakMiB.toFixed(0),
        resourcesPerSecond.toFixed(0),
      ]),
    ],
    [1, 2, 3, 4, 5],
  );
}

function tellRatios([
  ours,
  cdk,
  unchecked,
  oursBig,
  cdkBig,
  uncheckedBig,
]: readonly Figures[]): void {
  console.log("\nResources per second, this project to the AWS CDK (goal: 6 at least):");
  console.log(`  15 stacks: ${ratio(oursBig, cdkBig)}; unchecked ${ratio(oursBig, uncheckedBig)}`);
  console.log(`  all environments: ${ratio(ours, cdk)}; unchecked ${ratio(ours, unchecked)}`);
  console.log(
    "Unchecked: without the AWS CDK's validation of its templates, which is on by default.",
  );
  const peak = Math.max(ours?.peakMiB ?? NaN, oursBig?.peakMiB ?? NaN);
  console.log(`Peak memory of this project: ${peak.toFixed(0)} MiB (goal: under 150)`);
}

/** By elapsed time, and by CPU time, on which other programs have less effect. */
function ratio(ours: Figures | undefined, theirs: Figures | undefined): string {
  if (ours === undefined || theirs === undefined) return "not measured";
  const byCpu = ours.resources / ours.cpuSeconds / (theirs.resources / theirs.cpuSeconds);
  const byClock = ours.resourcesPerSecond / theirs.resourcesPerSecond;
  return `${byClock.toFixed(1)} (by CPU time ${byCpu.toFixed(1)})`;
}

/** Installs and compiles the AWS CDK app, which has its own packages. */
function build(): void {
  for (const args of [
    [join("tools", "runner", "packages.mjs"), AWS_CDK],
    [join(AWS_CDK, "node_modules", "typescript", "bin", "tsc"), "-p", AWS_CDK],
  ]) {
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
    if (status !== 0) throw new Error(`${args.join(" ")} failed`);
  }
  rmSync(join(AWS_CDK, "cdk.out"), { recursive: true, force: true });
}
