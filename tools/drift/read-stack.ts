import type { PreviewedSystem } from "../preview/previewed-systems";
import { Workspaces } from "../preview/workspaces";
import type { PlanJson } from "../rehearse/terraform/plan";
import type { SynthesizedStack } from "../synthesized/synthesis";
import { UserError } from "../terminal/user-error";
import { type Drift, driftIn } from "./drift";
import { refresh, refreshPreview } from "./refresh";

/** A stack, or a preview that is deployed from one. */
export interface Deployment {
  readonly stack: string;
  /** Name of the preview. @default the stack has no previews, or none is deployed */
  readonly preview?: string;
}

/** As in `pr-1 of preview-shop-dev`. */
export function titleOf({ stack, preview }: Deployment): string {
  return preview === undefined ? stack : `${preview} of ${stack}`;
}

/** The drift found in a deployment. */
export interface StackDrift extends Deployment {
  readonly deployed: boolean;
  readonly drift: readonly Drift[];
  /** The command that deploys it again. */
  readonly deploy: string;
}

/** A deployment that could not be read. */
export interface Unread extends Deployment {
  readonly problem: string;
}

export type Reading = StackDrift | Unread;

/**
 * Compares a stack, or each of its previews, with the AWS account. A deployment that cannot be read does not keep others from
 * being read.
 *
 * @param previewed the system whose previews are deployed from the stack. @default - the stack is deployed itself
 */
export async function readStack(
  stack: SynthesizedStack,
  previewed?: PreviewedSystem,
): Promise<readonly Reading[]> {
  const { name } = stack;
  const read = async (
    deployment: Deployment,
    deploy: string,
    planOf: () => Promise<PlanJson | undefined>,
  ): Promise<Reading> =>
    orProblem(deployment, async () => {
      const plan = await planOf();
      const drift = plan === undefined ? [] : driftIn(plan, stack.json);
      return { ...deployment, deployed: plan !== undefined, drift, deploy };
    });
  if (previewed === undefined) {
    return [await read({ stack: name }, `npm run cdktf -- deploy ${name}`, () => refresh(stack))];
  }

  const previews = await orProblem({ stack: name }, async () =>
    (await Workspaces.of(previewed)).names(),
  );
  if ("problem" in previews) return [previews];
  const readings: Reading[] = [];
  for (const preview of previews) {
    readings.push(
      await read({ stack: name, preview }, redeploy(previewed, preview), () =>
        refreshPreview(stack, preview),
      ),
    );
  }
  if (readings.length > 0) return readings;
  return [{ stack: name, deployed: false, drift: [], deploy: redeploy(previewed, "<name>") }];
}

async function orProblem<Result>(
  deployment: Deployment,
  work: () => Promise<Result>,
): Promise<Result | Unread> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...deployment, problem: error.message };
  }
}

function redeploy({ system, environment, stack }: PreviewedSystem, preview: string): string {
  const tag = stack.json.requiredVariables.includes("image_tag") ? " --image-tag <tag>" : "";
  return `npm run preview -- up ${system} ${environment} --name ${preview} --update${tag}`;
}
