import type { Values } from "../terraform/plan-json";

/** An argument by which a resource refuses to be destroyed. */
export interface ProtectingArgument {
  readonly argument: string;
  /** Its value when it no longer protects. */
  readonly lifted: boolean | string;
  /** What it is when nobody says. */
  readonly default: boolean | string;
  /** What a change of the settings that lifts it changes besides. */
  readonly along?: Readonly<Record<string, boolean>>;
}

const deletionProtection = { argument: "deletion_protection", lifted: false, default: false };

/** By type of resource. */
export const PROTECTING_ARGUMENTS: Readonly<Record<string, ProtectingArgument>> = {
  aws_cognito_user_pool: {
    argument: "deletion_protection",
    lifted: "INACTIVE",
    default: "INACTIVE",
  },
  // The settings' one switch also says whether snapshots outlive it.
  aws_db_instance: {
    ...deletionProtection,
    along: { skip_final_snapshot: true, delete_automated_backups: true },
  },
  aws_docdb_cluster: deletionProtection,
  aws_dynamodb_table: { argument: "deletion_protection_enabled", lifted: false, default: false },
  // A repository that holds images, or a bucket that holds objects, cannot be deleted without it.
  aws_ecr_repository: { argument: "force_delete", lifted: true, default: false },
  aws_lb: { argument: "enable_deletion_protection", lifted: false, default: false },
  aws_neptune_cluster: deletionProtection,
  aws_rds_cluster: deletionProtection,
  aws_s3_bucket: { argument: "force_destroy", lifted: true, default: false },
};

/** The argument that protects a resource, if one does. */
export function protectingArgument(type: string, values: Values): ProtectingArgument | undefined {
  const protecting = PROTECTING_ARGUMENTS[type];
  if (protecting === undefined) return undefined;
  const value = values[protecting.argument] ?? protecting.default;
  return value === protecting.lifted ? undefined : protecting;
}
