import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder with cdktf.json, above this file or above the bundle that holds it. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "cdktf.json"))) {
    if (dirname(folder) === folder)
      throw new Error(`no cdktf.json in ${__dirname} or any folder above it`);
    folder = dirname(folder);
  }
  return folder;
}
