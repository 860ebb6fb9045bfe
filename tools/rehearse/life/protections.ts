import { type Block, type StackJson, blockOf } from "../synthesized/stack-json";

export interface Protections {
  /** Addresses of what is protected. */
  readonly addresses: readonly string[];
  /** An override that lifts the protections, as a user lifts them by a change of the settings. */
  readonly lifted: Block;
}

/** Arguments that keep a resource from being destroyed, with the value that no longer does. */
const PROTECTING_ARGUMENTS: Readonly<
  Record<string, { readonly argument: string; readonly lifted: boolean | string }>
> = {
  aws_cognito_user_pool: { argument: "deletion_protection", lifted: "INACTIVE" },
  aws_dynamodb_table: { argument: "deletion_protection_enabled", lifted: false },
  // Its settings' one switch also says whether snapshots outlive it.
  aws_db_instance: {
    argument: "deletion_protection",
    lifted: false,
    along: { skip_final_snapshot: true, delete_automated_backups: true },
  },
  aws_lb: { argument: "enable_deletion_protection", lifted: false },
  // A bucket that holds objects cannot be deleted without it.
  aws_s3_bucket: { argument: "force_destroy", lifted: true },
};

/** What must be lifted in a stack before it can be destroyed. */
export function protectionsOf(stack: StackJson): Protections {
  const resources = stack.resourceTypes.flatMap((type) =>
    Object.entries(stack.resources(type)).flatMap(([name, resource]) => {
      const lifted = liftedArguments(type, resource);
      return Object.keys(lifted).length > 0 ? [{ type, name, lifted }] : [];
    }),
  );
  const byType: Record<string, Record<string, Block>> = {};
  for (const { type, name, lifted } of resources) (byType[type] ??= {})[name] = lifted;
  return {
    addresses: resources.map(({ type, name }) => `${type}.${name}`),
    lifted: { resource: byType },
  };
}

function liftedArguments(type: string, resource: Block): Block {
  const lifecycle =
    blockOf(resource, "lifecycle").prevent_destroy === true
      ? { lifecycle: { prevent_destroy: false } }
      : {};
  const protecting = PROTECTING_ARGUMENTS[type];
  if (protecting === undefined || (resource[protecting.argument] ?? false) === protecting.lifted)
    return lifecycle;
  return { ...lifecycle, [protecting.argument]: protecting.lifted, ...protecting.along };
}
