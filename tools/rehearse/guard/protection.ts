import { type ResourceChange, type Values, valuesOf } from "../terraform/plan";

/** A tag that marks an environment as protected. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Tags with one of these names and the value "true" always protect. */
const PROTECTING_TAGS = ["protected", "deletionprotection"];

/**
 * Finds what marks a plan's environment as protected: an existing resource with deletion protection, or one with a tag
 * that says so. The environment's name does not count: one team's "prod" is another's "live".
 *
 * @param tags additional tags that mark a protected environment
 * @returns the reason in words, or undefined if nothing marks it
 */
export function protectionIn(
  changes: readonly ResourceChange[],
  tags: readonly Tag[],
): string | undefined {
  for (const { address, type, change } of changes) {
    const before = valuesOf(change.before);
    // Resources that the plan creates do not protect anything yet.
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

/** An argument that protects a resource from being destroyed. */
export interface ProtectingArgument {
  readonly argument: string;
  /** The value that lifts the protection. */
  readonly lifted: boolean | string;
  /** The default. */
  readonly default: boolean | string;
  /** Other arguments that the same settings change also sets. */
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
  // In the settings, one switch also decides whether snapshots are kept.
  aws_db_instance: {
    ...deletionProtection,
    along: { skip_final_snapshot: true, delete_automated_backups: true },
  },
  aws_docdb_cluster: deletionProtection,
  aws_dynamodb_table: { argument: "deletion_protection_enabled", lifted: false, default: false },
  // AWS refuses to delete a repository with images, or a bucket with objects, without this argument.
  aws_ecr_repository: { argument: "force_delete", lifted: true, default: false },
  aws_lb: { argument: "enable_deletion_protection", lifted: false, default: false },
  aws_neptune_cluster: deletionProtection,
  aws_rds_cluster: deletionProtection,
  aws_s3_bucket: { argument: "force_destroy", lifted: true, default: false },
};

/** The argument that protects a resource, if it has one. */
export function protectingArgument(type: string, values: Values): ProtectingArgument | undefined {
  const protecting = PROTECTING_ARGUMENTS[type];
  if (protecting === undefined) return undefined;
  const value = values[protecting.argument] ?? protecting.default;
  return value === protecting.lifted ? undefined : protecting;
}
