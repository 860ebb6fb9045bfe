import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A provider by its full address, such as registry.terraform.io/hashicorp/aws. */
export type ProviderAddress = string;

/** The versions of every provider that a mirror folder holds. */
export function mirroredProviders(mirror: string): ReadonlyMap<ProviderAddress, readonly string[]> {
  const found = new Map<ProviderAddress, readonly string[]>();
  for (const host of foldersIn(mirror)) {
    for (const namespace of foldersIn(join(mirror, host))) {
      for (const type of foldersIn(join(mirror, host, namespace))) {
        found.set(
          `${host}/${namespace}/${type}`,
          versionsIn(join(mirror, host, namespace, type), type),
        );
      }
    }
  }
  return found;
}

/**
 * Both layouts of a mirror: folders TYPE/VERSION/TARGET, and files TYPE/terraform-provider-TYPE_VERSION_TARGET.zip.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
function versionsIn(folder: string, type: string): readonly string[] {
  const packed = new RegExp(`^terraform-provider-${type}_(\\d+\\.\\d+\\.\\d+[^_]*)_.+\\.zip$`);
  const names = readdirSync(folder);
  const versions = names.map((name) =>
    /^\d+\.\d+\.\d+/.test(name) ? name : packed.exec(name)?.[1],
  );
  return [...new Set(versions.filter((version) => version !== undefined))].sort();
}

/** Links count too: a mirror is often one made of links to another. */
function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name);
}
