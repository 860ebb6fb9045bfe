import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import type { environment } from "./schema/environment";
import { type Problem, show } from "./wording/show";

type Environment = z.output<typeof environment>;

interface Imaged {
  readonly image: { readonly kind: string; readonly build?: Build };
  readonly sidecars?: Readonly<Record<string, Pick<Imaged, "image">>>;
}

interface Build {
  readonly context: string;
  readonly dockerfile?: string;
}

interface Named {
  readonly at: readonly PropertyKey[];
  /** From the project's root. */
  readonly path: string;
  readonly kind: "folder" | "file";
}

/** The page of this project is built by a command of its own, which is told of where it is missing. */
const BUILT_PAGE = "web/dist";

/** Problems of settings that name a file or folder that is not there, looked for from the project's root. */
export function missingFiles(
  environments: readonly Environment[],
  root = process.cwd(),
): Problem[] {
  return environments.flatMap((environment) =>
    namedBy(environment, root)
      .filter(({ path, kind }) => !isThere(join(root, path), kind))
      .map(({ at, path, kind }) => ({
        environment: environment.name,
        path: [environment.name, ...at],
        message: `must be a ${kind} that is there, got ${show(path)}. Write its path from the project's root.`,
      })),
  );
}

function isThere(path: string, kind: "folder" | "file"): boolean {
  return existsSync(path) && statSync(path).isDirectory() === (kind === "folder");
}

function namedBy({ systems, loadTest }: Environment, root: string): Named[] {
  const httpApi = systems["http-api"];
  const { openApiFile } = httpApi?.api ?? {};
  const page = httpApi?.page.kind === "hosted" ? httpApi.page : undefined;
  return [
    ...Object.entries(systems).flatMap(([name, system]) =>
      buildsOf(["systems", name], system, root),
    ),
    ...buildsOf(["loadTest"], loadTest, root),
    ...(openApiFile === undefined
      ? []
      : [
          {
            at: ["systems", "http-api", "api", "openApiFile"],
            path: openApiFile,
            kind: "file" as const,
          },
        ]),
    ...(page === undefined || !page.upload || page.folder === BUILT_PAGE
      ? []
      : [
          {
            at: ["systems", "http-api", "page", "folder"],
            path: page.folder,
            kind: "folder" as const,
          },
        ]),
  ];
}

function buildsOf(at: readonly string[], settings: object | undefined, root: string): Named[] {
  if (settings === undefined) return [];
  const services = "services" in settings ? (settings.services as Record<string, Imaged>) : {};
  return [
    ...("image" in settings ? filesOfProgram(at, settings as Imaged, root) : []),
    ...Object.entries(services).flatMap(([name, service]) =>
      filesOfProgram([...at, "services", name], service, root),
    ),
  ];
}

function filesOfProgram(at: readonly PropertyKey[], program: Imaged, root: string): Named[] {
  return [
    ...filesOf([...at, "image", "build"], program, root),
    ...Object.entries(program.sidecars ?? {}).flatMap(([name, sidecar]) =>
      filesOf([...at, "sidecars", name, "image", "build"], sidecar, root),
    ),
  ];
}

/** A folder that is missing says it all: what should be in it is no second problem. */
function filesOf(at: readonly PropertyKey[], { image: { build } }: Imaged, root: string): Named[] {
  if (build === undefined) return [];
  const folder: Named = { at: [...at, "context"], path: build.context, kind: "folder" };
  if (!isThere(join(root, build.context), "folder")) return [folder];
  const dockerfile = join(build.context, build.dockerfile ?? "Dockerfile");
  return [{ at: [...at, "dockerfile"], path: dockerfile, kind: "file" }];
}
