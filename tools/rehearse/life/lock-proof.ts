import type { Emulator } from "../emulator/emulator";
import type { S3Backend } from "../synthesized/stack-json";
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
  emulator: Emulator,
): Promise<LockProof> {
  const lockKey = `${backend.key}.tflock`;
  const first = await terraform.holdApply();
  const lock = await emulator.object(backend.bucket, lockKey);
  const refusal = await terraform.plan().then(
    () => "none: the second plan went through",
    (error: unknown) => {
      if (error instanceof TerraformError) return error.message;
      throw error;
    },
  );
  await first.refuse();
  const afterwards = await emulator.object(backend.bucket, lockKey);
  return {
    lock: JSON.parse(lock ?? "{}") as LockProof["lock"],
    refusal,
    releasedAfterwards: afterwards === undefined,
  };
}
