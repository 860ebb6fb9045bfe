import type { SynthesizedStack } from "../synthesized/synthesis";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { explainFailure, NO_BUCKET } from "./explain-failure";
import { StateFolder } from "./state-folder";

export interface BootstrapOptions {
  /** Applies the plan without asking. */
  readonly approved: boolean;
  readonly tell: (line: string) => void;
}

/**
 * Creates the state bucket of an environment and moves the state of its own stack into it. What exists
 * already, by a colleague or by a run that failed, is joined: it may be run at any time.
 */
export async function bootstrap(
  stack: SynthesizedStack,
  environment: string,
  { approved, tell }: BootstrapOptions,
): Promise<void> {
  const bucket = bucketOf(stack);
  const folder = new StateFolder(stack, environment);
  const isThere = await bucketIsThere(folder, bucket);
  if (isThere && (await folder.resources()).length > 0) {
    tell(`The bucket ${bucket} already exists and stores the state of ${stack.name}: using it.`);
    await apply(folder, approved);
    folder.removeLocalState();
    return;
  }

  tell(`1. Makes the bucket ${bucket}, with the state of ${stack.name} in ${folder.localState}.`);
  await must(folder.useLocalState("-reconfigure"), bucket);
  await joinWhatIsThere(folder, stack, isThere, tell);
  try {
    await apply(folder, approved);
  } catch (error) {
    if ((await folder.resources()).length === 0) folder.removeLocalState();
    throw error;
  }
  tell(`2. Moves the state of ${stack.name} into the bucket.`);
  await must(folder.useBucket("-migrate-state"), bucket);
  if ((await folder.resources()).length === 0) {
    throw new UserError(
      `The state did not arrive in the bucket ${bucket}. It is still in ${folder.localState}: run the command again.`,
    );
  }
  folder.removeLocalState();
  tell(`The bucket ${bucket} keeps the state of ${stack.name}.`);
}

/** Moves the state of the bucket's own stack out of the bucket, then destroys the stack. */
export async function removeBucket(
  stack: SynthesizedStack,
  environment: string,
  { approved, tell }: BootstrapOptions,
): Promise<void> {
  const bucket = bucketOf(stack);
  const folder = new StateFolder(stack, environment);
  if (await bucketIsThere(folder, bucket)) {
    await must(folder.useLocalState("-migrate-state"), bucket);
  } else if (folder.hasLocalState) {
    await must(folder.useLocalState("-reconfigure"), bucket);
  } else {
    tell(`There is no bucket ${bucket}: nothing to remove.`);
    return;
  }
  const before = await folder.resources();
  const exitCode = await folder.terraformAtTerminal("destroy", ...approval(approved));
  if (exitCode === 0) {
    folder.removeLocalState();
    tell(`The bucket ${bucket} is gone.`);
    return;
  }
  const after = await folder.resources();
  if (after.length === before.length) {
    // The bucket still has the state.
    folder.removeLocalState();
    throw new UserError("Nothing was removed.");
  }
  throw new UserError(
    `Not all was removed. What is left is in ${folder.localState}: run the command again.`,
  );
}

function bucketOf({ name, json }: SynthesizedStack): string {
  if (json.s3Backend) return json.s3Backend.bucket;
  throw new UserError(`${name} keeps its state in no bucket.`);
}

async function bucketIsThere(folder: StateFolder, bucket: string): Promise<boolean> {
  const { exitCode, stdout, stderr } = await withProgress(`Looking for the bucket ${bucket}`, () =>
    folder.useBucket("-reconfigure"),
  );
  if (exitCode === 0) return true;
  if (NO_BUCKET.test(stderr)) return false;
  throw explainFailure(`${stdout}${stderr}`, bucket);
}

/** Imports what would otherwise be made a second time: the bucket, and the key behind its alias. */
async function joinWhatIsThere(
  folder: StateFolder,
  { json }: SynthesizedStack,
  bucketExists: boolean,
  tell: (line: string) => void,
): Promise<void> {
  const known = await folder.resources();
  const join = async (type: string, id: (block: Record<string, unknown>) => string) => {
    for (const [name, block] of Object.entries(json.resources(type))) {
      const address = `${type}.${name}`;
      if (known.includes(address)) continue;
      const imported = await folder.terraform(
        "import",
        "-input=false",
        "-no-color",
        address,
        id(block),
      );
      if (imported.exitCode === 0) tell(`Imported ${id(block)}, which already exists.`);
      // The apply reports any other problem.
    }
  };
  await join("aws_kms_alias", ({ name }) => String(name));
  const key = await keyBehindAlias(folder);
  if (key !== undefined) await join("aws_kms_key", () => key);
  if (bucketExists) await join("aws_s3_bucket", ({ bucket }) => String(bucket));
}

async function keyBehindAlias(folder: StateFolder): Promise<string | undefined> {
  const { stdout } = await folder.terraform("show", "-json");
  const { values } = JSON.parse(stdout) as {
    readonly values?: {
      readonly root_module: {
        readonly resources?: readonly { type: string; values: { target_key_id?: string } }[];
      };
    };
  };
  const alias = values?.root_module.resources?.find(({ type }) => type === "aws_kms_alias");
  return alias?.values.target_key_id;
}

async function apply(folder: StateFolder, approved: boolean): Promise<void> {
  const exitCode = await folder.terraformAtTerminal("apply", ...approval(approved));
  if (exitCode === 0) return;
  throw new UserError(
    "The bucket is incomplete. Fix what Terraform reports above, then run the command again: it continues where it stopped.",
  );
}

function approval(approved: boolean): readonly string[] {
  return approved ? ["-input=false", "-auto-approve"] : [];
}

async function must(
  running: Promise<{ exitCode: number; stdout: string; stderr: string }>,
  bucket: string,
): Promise<void> {
  const { exitCode, stdout, stderr } = await withProgress(
    "Terraform moves the state",
    () => running,
  );
  if (exitCode !== 0) throw explainFailure(`${stdout}${stderr}`, bucket);
}
