import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildSync } from "esbuild";
import { dependencies, devDependencies } from "../../../package.json";
import { BuildContext } from "../../../modules/delivery/build-context";
import { projectRoot } from "../../../tools/project-root";
import own from "../../../tools/load-test/task/package.json";

const tools = join(projectRoot(), "tools");
const dockerfile = "load-test/task/Dockerfile";
const { metafile } = buildSync({
  entryPoints: [join(tools, "load-test/task/main.ts")],
  bundle: true,
  platform: "node",
  write: false,
  metafile: true,
  absWorkingDir: projectRoot(),
  outfile: "main.cjs",
});
const inputs = Object.keys(metafile.inputs).filter((file) => !file.startsWith("node_modules/"));

test("the build context of the load generator has each file that its program imports, and no other source", () => {
  const { files } = new BuildContext({ folder: tools, dockerfile });
  const sources = files.filter((file) => file.endsWith(".ts"));
  const imported = inputs.map((file) => relative("tools", file));
  expect(sources).toEqual(expect.arrayContaining(imported));
  // Modules of which the program needs only the types.
  const typesOnly = sources.filter((file) => !imported.includes(file));
  expect(typesOnly.length).toBeLessThan(3);
});

test("its packages are those of the project, in the same versions", () => {
  const versions: Readonly<Record<string, string>> = { ...dependencies, ...devDependencies };
  for (const [name, version] of Object.entries(own.dependencies)) {
    expect([name, version]).toEqual([name, versions[name]]);
  }
  const lock = JSON.parse(
    readFileSync(join(tools, "load-test/task/package-lock.json"), "utf8"),
  ) as { packages: Record<string, { dependencies?: object; version: string }> };
  expect(lock.packages[""]?.dependencies).toEqual(own.dependencies);
});

test("imports no package that its image does not have", () => {
  const packages = inputs.flatMap((file) =>
    [...readFileSync(join(projectRoot(), file), "utf8").matchAll(/from "([^."][^"]*)"/g)].map(
      ([, name = ""]) => name,
    ),
  );
  const needed = new Set(packages.filter((name) => !name.startsWith("node:")));
  expect([...needed].sort()).toEqual(
    Object.keys(own.dependencies).filter((name) => name !== "esbuild"),
  );
});

test("runs as a user without privileges from the base image of the services", () => {
  const text = readFileSync(join(tools, dockerfile), "utf8");
  const base = /^ARG BASE_IMAGE=(.*)$/m;
  const services = readFileSync(join(projectRoot(), "services/store/Dockerfile"), "utf8");
  expect(base.exec(text)?.[1]).toBe(base.exec(services)?.[1]);
  expect(text).toContain("USER 1000:1000");
});
