import { existsSync, statSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UserError } from "../terminal/user-error";
import { importCompose } from "./compose/import-compose";
import { importCopilot, importManifest } from "./copilot/import-copilot";
import { importAppRunner } from "./ecs/import-app-runner";
import { importEcs, servicesIn, taskDefinitionIn } from "./ecs/import-ecs";
import { Field } from "./field";
import type { Imported, ImportOptions } from "./imported";
import { readStructured, WHY } from "./read-file";
import type { ImportedFile } from "./report";

/** File names that Compose looks for, in its order. */
const COMPOSE_FILES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/**
 * Detects the kind of the input, reads it, and creates settings from it.
 *
 * @param folder folder that paths are relative to
 * @throws UserError for unreadable files and for unknown kinds of input
 */
export function importPaths(
  paths: readonly string[],
  folder: string,
  options: ImportOptions,
): Imported {
  const [path] = paths;
  if (path === undefined)
    throw new UserError(
      "Name a file or folder to import: a Compose file, Copilot's folder, or JSON of ECS or App Runner. For help, run npm run import -- --help",
    );
  if (paths.length === 1 && isFolder(resolve(folder, path), path))
    return importFolder(resolve(folder, path), path, options);
  const files = paths.map((each) => ({ path: each, file: resolve(folder, each) }));
  const [first] = files;
  if (files.length === 1 && first !== undefined && !/\.json$/i.test(path))
    return importYaml(first.file, path, options);
  const read = files.map(({ file, path: shown }): ImportedFile => ({
    path: shown,
    field: Field.of(readStructured(file, shown).value),
  }));
  return importJson(read, options);
}

function isFolder(file: string, path: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new UserError(`${path} cannot be read: ${WHY[code] ?? code}`);
  }
}

function importFolder(folder: string, path: string, options: ImportOptions): Imported {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new UserError(`The folder ${path} cannot be read: ${WHY[code] ?? code}`);
  }
  const shown = path.replace(/[\\/]+$/, "");
  const isCopilot =
    basename(folder) === "copilot" ||
    names.includes(".workspace") ||
    (names.includes("environments") &&
      names.some((name) => existsSync(join(folder, name, "manifest.yml"))));
  if (isCopilot) return importCopilot(folder, shown, options);
  const compose = COMPOSE_FILES.find((name) => names.includes(name));
  const hasCopilot = names.includes("copilot");
  if (compose !== undefined && hasCopilot) {
    throw new UserError(
      `${path} has ${compose} and the folder copilot. Name the one to import: npm run import -- ${shown}/${compose}, or ${shown}/copilot.`,
    );
  }
  if (hasCopilot) return importCopilot(join(folder, "copilot"), `${shown}/copilot`, options);
  if (compose !== undefined)
    return importCompose(join(folder, compose), `${shown}/${compose}`, options);
  throw new UserError(
    `${path} must have a Compose file (${COMPOSE_FILES.join(", ")}) or the folder copilot, but has neither. Name the file to import.`,
  );
}

function importYaml(file: string, path: string, options: ImportOptions): Imported {
  const { value } = readStructured(file, path);
  const field = Field.of(value);
  if (field.get("type").text !== undefined && field.get("name").text !== undefined)
    return importManifest(file, path, options);
  if (field.get("services").exists && !field.get("services").isList)
    return importCompose(file, path, options);
  if (field.get("include").exists && !field.get("services").exists)
    throw new UserError(
      `${path} has no services of its own, and \`include\` is not resolved. Run \`docker compose config > resolved.yml\`, and import that file.`,
    );
  if (
    taskDefinitionIn(field) !== undefined ||
    servicesIn(field).length > 0 ||
    field.get("Service").exists
  )
    return importJson([{ path, field }], options);
  throw unknownKind(path);
}

function importJson(files: readonly ImportedFile[], options: ImportOptions): Imported {
  const [first] = files;
  if (first?.field.get("Service", "ServiceName").exists === true && files.length === 1)
    return importAppRunner(first, options);
  for (const { path, field } of files)
    if (taskDefinitionIn(field) === undefined && servicesIn(field).length === 0)
      throw unknownKind(path);
  return importEcs(files, options);
}

function unknownKind(path: string): UserError {
  return new UserError(
    `${path} must be a Compose file, a manifest or folder of Copilot, a task definition or service of ECS as JSON (describe-task-definition, describe-services), or a service of App Runner as JSON (describe-service). It is none of them.`,
  );
}
