import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The number of resources in the output of this project's synth. Data sources do not count. */
export function countTerraformResources(outdir: string): number {
  const stacks = join(outdir, "stacks");
  return total(
    readdirSync(stacks).map((stack) => {
      const json = readJson(join(stacks, stack, "cdk.tf.json")) as {
        resource?: Record<string, object>;
      };
      return total(Object.values(json.resource ?? {}).map((byName) => Object.keys(byName).length));
    }),
  );
}

/** The number of resources in the templates of an AWS CDK app. */
export function countCloudFormationResources(outdir: string): number {
  return total(
    readdirSync(outdir)
      .filter((file) => file.endsWith(".template.json"))
      .map((file) => {
        const { Resources } = readJson(join(outdir, file)) as { Resources: object };
        return Object.keys(Resources).length;
      }),
  );
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
