import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Paths of all files below a folder, with `/` on every platform, in the order of their names.
 *
 * @param isWanted which entries of the folder itself to look at, by name
 */
export function listFiles(
  folder: string,
  isWanted: (entry: string) => boolean = () => true,
): string[] {
  return entriesOf(folder)
    .filter(({ name }) => isWanted(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? listFiles(join(folder, entry.name)).map((file) => `${entry.name}/${file}`)
        : [entry.name],
    );
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
}
