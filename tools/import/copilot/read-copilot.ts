import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../terminal/user-error";
import { Field } from "../field";
import { readStructured } from "../read-file";

/** A Copilot manifest, and related files. */
export interface Manifest {
  readonly name: string;
  readonly path: string;
  readonly field: Field;
}

export interface CopilotFolder {
  readonly application: string;
  /** Folder that the paths of manifests are relative to. */
  readonly workspace: string;
  readonly workloads: readonly Manifest[];
  readonly environments: readonly Manifest[];
  /** Add-on templates, pipeline manifests, and template overrides. */
  readonly others: readonly Manifest[];
}

/** Reads a `copilot` folder. */
export function readCopilot(folder: string, path: string): CopilotFolder {
  const workspace = dirname(folder);
  const at = (...steps: string[]): Manifest => {
    const shown = [path, ...steps].join("/");
    const { value } = readStructured(join(folder, ...steps), shown);
    return { name: steps.at(-2) ?? "", path: shown, field: Field.of(value) };
  };
  const names = folders(folder).filter((name) => name !== "environments" && name !== "pipelines");
  const withManifest = names.filter((name) => existsSync(join(folder, name, MANIFEST)));
  const environmentNames = folders(join(folder, "environments")).filter((name) =>
    existsSync(join(folder, "environments", name, MANIFEST)),
  );
  const others = [
    ...names.flatMap((name) => [
      ...filesIn(join(folder, name, "addons")).map((file) => at(name, "addons", file)),
      ...filesIn(join(folder, name, "overrides")).map((file) => at(name, "overrides", file)),
    ]),
    ...filesIn(join(folder, "environments", "addons")).map((file) =>
      at("environments", "addons", file),
    ),
    ...folders(join(folder, "pipelines")).flatMap((name) =>
      filesIn(join(folder, "pipelines", name)).map((file) => at("pipelines", name, file)),
    ),
  ];
  if (withManifest.length === 0) {
    throw new UserError(
      `${path} must have a folder with a ${MANIFEST} for each service, but has none. Name Copilot's own folder.`,
    );
  }
  return {
    application: applicationOf(folder) ?? basename(workspace),
    workspace,
    workloads: withManifest.map((name) => at(name, MANIFEST)),
    environments: environmentNames.map((name) => at("environments", name, MANIFEST)),
    others,
  };
}

const MANIFEST = "manifest.yml";

function folders(folder: string): readonly string[] {
  return entriesOf(folder).filter((name) => statSync(join(folder, name)).isDirectory());
}

function filesIn(folder: string): readonly string[] {
  return entriesOf(folder).filter((name) => /\.ya?ml$/.test(name));
}

function entriesOf(folder: string): readonly string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).sort() : [];
}

function applicationOf(folder: string): string | undefined {
  const file = join(folder, ".workspace");
  if (!existsSync(file)) return undefined;
  return /^application:\s*(\S+)/m.exec(readFileSync(file, "utf8"))?.[1];
}
