import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * The packages of CDK Terrain. `@cdktn/provider-aws` 25.x is generated from AWS provider 6.66; the stacks' own version
 * constraint remains as in the settings.
 *
 * @see https://www.npmjs.com/package/cdktn
 */
const PACKAGES: Readonly<Record<string, readonly [name: string, version: string]>> = {
  cdktf: ["cdktn", "0.24.0"],
  "cdktf-cli": ["cdktn-cli", "0.24.0"],
  "@cdktf/provider-aws": ["@cdktn/provider-aws", "25.7.0"],
  "@cdktf/hcl2json": ["@cdktn/hcl2json", "0.24.0"],
};

/** CDK Terrain publishes none for Docker: the bindings of CDKTF come along, as a package within the project. */
const DOCKER = "@cdktf/provider-docker";
const DOCKER_FOLDER = join("vendor", "provider-docker");

const NOT_COPIED = new Set(["node_modules", ".git", ".build", "cdktf.out", "reports", "coverage"]);
const SOURCE = /\.(ts|mts|mjs|cjs|js)$/;

/** Copies a project and renames CDKTF's packages in the copy. @returns how many files were changed by that */
export function portProject(from: string, to: string): number {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from).filter((name) => !NOT_COPIED.has(name))) {
    cpSync(join(from, entry), join(to, entry), {
      recursive: true,
      filter: (path) => !NOT_COPIED.has(basename(path)),
    });
  }
  rmSync(join(to, "package-lock.json"), { force: true });
  vendorDocker(join(from, "node_modules", DOCKER), join(to, DOCKER_FOLDER));
  portPackageJson(join(to, "package.json"));
  const own = readdirSync(to).filter((name) => !["services", "web"].includes(name));
  return own.reduce((changed, name) => changed + renameWithin(join(to, name)), 0);
}

function portPackageJson(file: string): void {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
    overrides: Record<string, string>;
  };
  for (const kind of ["dependencies", "devDependencies"] as const) {
    manifest[kind] = Object.fromEntries(
      Object.entries(manifest[kind])
        .map(([name, version]): readonly [string, string] =>
          name === DOCKER
            ? [name, `file:${DOCKER_FOLDER.replaceAll("\\", "/")}`]
            : (PACKAGES[name] ?? [name, version]),
        )
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  }
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

function vendorDocker(from: string, to: string): void {
  cpSync(join(from, "lib"), join(to, "lib"), { recursive: true });
  cpSync(join(from, "LICENSE"), join(to, "LICENSE"));
  const { name, version, license } = JSON.parse(
    readFileSync(join(from, "package.json"), "utf8"),
  ) as Record<string, string>;
  writeFileSync(
    join(to, "package.json"),
    `${JSON.stringify({ name, version, license, main: "lib/index.js" }, undefined, 2)}\n`,
  );
}

/** @returns how many files were changed */
function renameWithin(path: string): number {
  if (basename(path) === "node_modules") return 0;
  if (!SOURCE.test(path)) {
    // A file of another kind, or a folder.
    const entries = foldersEntries(path);
    return entries.reduce((changed, name) => changed + renameWithin(join(path, name)), 0);
  }
  const before = readFileSync(path, "utf8");
  const after = rename(before);
  if (after !== before) writeFileSync(path, after);
  return after === before ? 0 : 1;
}

function foldersEntries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [];
    throw error;
  }
}

/** Renames packages where a string begins with their name, as in imports: not in prose, and not in `cdktf.out`. */
export function rename(source: string): string {
  return Object.entries(PACKAGES)
    .reduce(
      (text, [name, [other]]) =>
        text.replace(
          new RegExp(`(["'])${name}(?=["'/])`, "g"),
          (_, quote: string) => `${quote}${other}`,
        ),
      source,
    )
    .replace('"bundle", "bin", "cdktf"', '"bin", "cdktn"');
}
