import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  environmentSettings,
  freeBucketName,
} from "../../../tools/init/settings-files/environment-file";
import { importPaths } from "../../../tools/import/import";
import type { Imported, ImportOptions } from "../../../tools/import/imported";
import { projectRoot } from "../../../tools/project-root";

export const FIXTURES = join(projectRoot(), "__tests__", "fixtures", "import");

/** What is imported together: paths from the folder of fixtures. */
export const INPUTS: readonly (readonly string[])[] = [
  ...foldersIn("compose").map((name) => [`compose/${name}`]),
  ...foldersIn("copilot").map((name) => [`copilot/${name}`]),
  ["ecs/task-definition.json", "ecs/service.json"],
  ["ecs/task-definition.json"],
  ["ecs/sidecars.json", "ecs/sidecars-service.json"],
  ["ecs/fargate.json", "ecs/fargate-service.json"],
  ["ecs/worker.json"],
  ["ecs/app-runner.json"],
];

function foldersIn(kind: string): readonly string[] {
  return readdirSync(join(FIXTURES, kind)).filter(
    (name) => kind !== "copilot" || existsSync(join(FIXTURES, kind, name, "copilot")),
  );
}

export function importFixture(
  paths: readonly string[],
  options: Partial<ImportOptions> = {},
): Imported {
  return importPaths(paths, FIXTURES, {
    root: projectRoot(),
    environment: "dev",
    profiles: [],
    include: [],
    ...options,
  });
}

/** The settings that an import writes, by environment. */
export function settingsOf(imported: Imported): Record<string, any> {
  return Object.fromEntries(
    imported.environments.map(({ name, region = "us-east-2", systems, settings }) => [
      name,
      environmentSettings(
        {
          region,
          bucket: freeBucketName(imported.name, name, "0123abcd"),
          nameSuffix: name === "dev" ? "" : `-${name}`,
          httpsOnly: false,
          ...(settings === undefined ? {} : { settings }),
        },
        systems,
      ),
    ]),
  );
}
