import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "../page/build-page";

const FOLDER = "web";

/**
 * Builds the page that http-api serves, where it is not what its sources make: a synth takes what it finds.
 *
 * @returns lines for the user, empty if there was nothing to do; a page that cannot be built does not stop the rest
 */
export async function builtPage(folder = FOLDER): Promise<readonly string[]> {
  if (!existsSync(join(folder, "package-lock.json"))) return [];
  const build = await buildPage(folder);
  switch (build.kind) {
    case "up-to-date":
      return [];
    case "built":
      return [`Built the page of http-api in ${build.seconds.toFixed(1)} s.`];
    case "failed":
      return [
        build.output.trim(),
        `The page of http-api was not built, and ${folder}/dist is unchanged. Everything else continues.`,
      ];
  }
}
