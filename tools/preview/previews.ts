import { previewName } from "../../aws/delivery/previews";
import { assume } from "../cost/assumptions";
import { costOfStack } from "../cost/stack-cost";
import { blockOf } from "../synthesized/fields";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import { UserError } from "../terminal/user-error";
import type { PreviewedSystem } from "./previewed-systems";
import { OWN_WORKSPACE, type Variables, Workspaces } from "./workspaces";

/** A preview. What only a complete deployment tells is undefined before one. */
export interface Preview {
  readonly name: string;
  readonly system: string;
  readonly environment: string;
  readonly url: string | undefined;
  /** Dates, as in `2026-12-31`. */
  readonly createdOn: string | undefined;
  readonly expiresOn: string | undefined;
  readonly isExpired: boolean;
  readonly monthlyCostUsd: number;
}

export interface UpOptions {
  readonly name: string;
  readonly imageTag: string | undefined;
  /** Whether it may exist. */
  readonly update: boolean;
  readonly today: Date;
  readonly tell: (text: string) => void;
  /** Asks before the plan is carried out. @throws UserError if the answer is no */
  readonly confirm: () => Promise<void>;
}

/** Deploys a preview, or deploys it again. */
export async function up(system: PreviewedSystem, options: UpOptions): Promise<Preview> {
  const { name, update, today, tell, confirm } = options;
  const { stack, systemStack } = system;
  const cost = costWithinLimit(system);
  const imageTag = imageTagFor(system, options.imageTag);
  const workspaces = await Workspaces.of(system);
  const isThere = (await workspaces.names()).includes(name);
  const former = isThere ? await read(system, workspaces, name, today) : undefined;
  if (former !== undefined && !update) {
    throw new UserError(
      `--name must be the name of no other preview of ${systemStack}, got "${name}", which exists${dates(former)}. Add --update to deploy it again, or choose another name.`,
    );
  }
  const { expires_after_days: days } = limitsOf(system);
  const variables: Variables = stack.json.valuesFor({
    preview_name: name,
    created_on: former?.createdOn ?? dayOf(today),
    expires_on: dayOf(new Date(today.getTime() + Number(days) * MS_PER_DAY)),
    ...(imageTag === undefined ? {} : { image_tag: imageTag }),
  });
  if (!isThere) await workspaces.create(name);
  try {
    try {
      tell(await workspaces.plan(name, variables));
      await confirm();
    } catch (error) {
      // The first failure says more than that of cleaning up after it. What is left is incomplete, so that a sweep removes it.
      if (!isThere) await workspaces.forget(name).catch(onlyUserError);
      throw error;
    }
    tell(`Deploying ${name} of ${systemStack}, which costs about ${usd(cost)} a month.`);
    await workspaces.apply(name);
  } finally {
    workspaces.discardPlan(name);
  }
  return read(system, workspaces, name, today);
}

/** Removes a preview. @returns whether there was one */
export async function down(system: PreviewedSystem, name: string): Promise<boolean> {
  const workspaces = await Workspaces.of(system);
  if (!(await workspaces.names()).includes(name)) return false;
  await workspaces.remove(name, anyVariables(system, name));
  return true;
}

/** All previews of a system, in the order of their names. */
export async function list(system: PreviewedSystem, today: Date): Promise<readonly Preview[]> {
  const workspaces = await Workspaces.of(system);
  const found: Preview[] = [];
  for (const name of await workspaces.names()) {
    found.push(await read(system, workspaces, name, today));
  }
  return found;
}

/** @throws UserError unless a preview can have this name */
export function requireName(name: string | undefined): string {
  if (name === OWN_WORKSPACE) {
    throw new UserError(
      `--name must not be "${OWN_WORKSPACE}", the name of Terraform's own workspace. Choose a name such as pr-123.`,
    );
  }
  if (name !== undefined && previewName.pattern.test(name)) return name;
  const given = name === undefined ? "but is missing" : `got "${name}"`;
  const slug = (name ?? "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 32)
    .replace(/-+$/, "");
  throw new UserError(
    `--name ${previewName.rule}, ${given}. Choose a name such as ${slug === "" ? "pr-123" : slug}.`,
  );
}

/** Whether the environment's resources are protected from deletion, so that a command asks first. */
export function isProtected(system: PreviewedSystem): boolean {
  return limitsOf(system).is_protected === true;
}

export function usd(amount: number): string {
  return `${amount.toFixed(2)} USD`;
}

function onlyUserError(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}

/** A preview has a few visitors. */
const FEW_REQUESTS = "requestsPerSecond=0.1";

const MS_PER_DAY = 86_400_000;

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function dates({ createdOn, expiresOn }: Preview): string {
  return createdOn === undefined || expiresOn === undefined
    ? " but is incomplete"
    : ` since ${createdOn} and expires on ${expiresOn}`;
}

async function read(
  { system, environment, ...its }: PreviewedSystem,
  workspaces: Workspaces,
  name: string,
  today: Date,
): Promise<Preview> {
  const outputs = await workspaces.outputs(name);
  const text = (output: string): string | undefined => {
    const value = outputs[output];
    return typeof value === "string" ? value : undefined;
  };
  const expiresOn = text("expires_on");
  return {
    name,
    system,
    environment,
    url: text("url"),
    createdOn: text("created_on"),
    expiresOn,
    // Without an apply that got as far as the outputs, nobody renews it.
    isExpired: expiresOn === undefined || expiresOn < dayOf(today),
    monthlyCostUsd: monthlyCost(its),
  };
}

/** What the stack's outputs say about its previews, whichever they are. */
function limitsOf({ stack }: PreviewedSystem): Readonly<Record<string, unknown>> {
  const outputs = blockOf(stack.json.json, "output");
  return Object.fromEntries(
    Object.keys(outputs).map((name) => [name, blockOf(outputs, name).value]),
  );
}

function monthlyCost({ stack }: Pick<PreviewedSystem, "stack">): number {
  return costOfStack(stack, assume([FEW_REQUESTS]), { asPreview: true }).usd.typical;
}

function costWithinLimit(system: PreviewedSystem): number {
  const cost = monthlyCost(system);
  const most = Number(limitsOf(system).max_monthly_cost_usd);
  if (cost <= most) return cost;
  throw new UserError(
    `A preview of ${system.systemStack} must cost at most ${usd(most)} a month (systems.${system.system}.previews.maxMonthlyCostUsd in environments/${system.environment}.ts), got ${usd(cost)}. Lower previews.tasks or the size of the tasks, or raise the limit.`,
  );
}

function imageTagFor({ stack }: PreviewedSystem, given: string | undefined): string | undefined {
  const tag = given ?? process.env.TF_VAR_image_tag;
  if (tag !== undefined || !stack.json.requiredVariables.includes("image_tag")) return tag;
  throw new UserError(
    "--image-tag must be the tag of the image to run, but is missing. Push the image of the pull request, and add its tag.",
  );
}

/** Values for the variables of a stack that is destroyed: Terraform needs them, and uses none. */
function anyVariables({ stack }: PreviewedSystem, name: string): Variables {
  return stack.json.valuesFor({ ...SAMPLE_VARIABLES, preview_name: name });
}
