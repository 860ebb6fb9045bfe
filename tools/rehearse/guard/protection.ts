import { type ResourceChange, type Values, valuesOf } from "../terraform/plan";

/** A tag that marks an environment as protected. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Tags with one of these names and the value "true" always protect. */
const PROTECTING_TAGS = ["protected", "deletionprotection"];

/**
 * What in a plan says that the environment it is for is protected: a resource, as it is before the plan, that refuses to be
 * destroyed, or one that bears a tag which says so. Not the environment's name: what is called "prod" here is "live" there.
 *
 * @param tags tags that protect, too
 * @returns in words, or undefined when nothing says so
 */
export function protectionIn(
  changes: readonly ResourceChange[],
  tags: readonly Tag[],
): string | undefined {
  for (const { address, type, change } of changes) {
    const before = valuesOf(change.before);
    // What the plan is to create protects nothing yet.
    if (change.before === null || change.before === undefined) continue;
    const argument = protectingArgument(type, before);
    if (argument)
      return `${address} has ${argument.argument} ${JSON.stringify(before[argument.argument])}`;
    const tag = protectingTag(before, tags);
    if (tag) return `${address} has the tag ${tag}`;
  }
  return undefined;
}

function protectingTag(values: Values, tags: readonly Tag[]): string | undefined {
  const own = Object.entries({ ...valuesOf(values.tags_all), ...valuesOf(values.tags) });
  const found = own.find(
    ([key, value]) =>
      tags.some((tag) => tag.key === key && tag.value === value) ||
      (PROTECTING_TAGS.includes(key.toLowerCase().replaceAll(/[-_:]/g, "")) &&
        String(value).toLowerCase() === "true"),
  );
  return found && `${found[0]}=${String(found[1])}`;
}

/** An argument by which a resource refuses to be destroyed. */
export interface ProtectingArgument {
  readonly argument: string;
  /** Its value when it no longer protects. */
  readonly lifted: boolean | string;
  /** The default. */
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
