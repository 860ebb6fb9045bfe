import type { Account } from "../emulator/account";
import type { S3Backend } from "../../synthesized/stack-json";
import type { Plan } from "../terraform/plan";
import type { Terraform } from "../terraform/terraform";
import { TerraformError } from "../terraform/terraform-error";

/** That the state of a stack is locked while an apply is under way. */
export interface LockProof {
  /** The lock, as it lay beside the state. */
  readonly lock: { readonly Operation: string; readonly Who: string };
  /** What Terraform said to the one who came second. */
  readonly refusal: string;
  readonly releasedAfterwards: boolean;
}

/** Holds an apply at its question for approval, and plans meanwhile. */
export async function proveLock(
  terraform: Terraform,
  backend: S3Backend,
  account: Account,
): Promise<LockProof> {
  const lockKey = `${backend.key}.tflock`;
  const first = await terraform.holdApply();
  let lock: string | undefined;
  let refusal: string;
  try {
    lock = await account.object(backend.bucket, lockKey);
    refusal = await refusalOf(terraform.plan());
  } finally {
    await first.refuse();
  }
  const afterwards = await account.object(backend.bucket, lockKey);
  return {
    lock: JSON.parse(lock ?? "{}") as LockProof["lock"],
    refusal,
    releasedAfterwards: afterwards === undefined,
  };
}

async function refusalOf(second: Promise<Plan>): Promise<string> {
  try {
    const { changes } = await second;
    return `none: a second plan went through, with ${changes.length} changes`;
  } catch (error) {
    if (error instanceof TerraformError) return error.message;
    throw error;
  }
}
