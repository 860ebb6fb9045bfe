import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { projectRoot } from "../../../tools/project-root";

/*
 * What works on Linux only has an alternative for Windows, in one place that a test of its own covers. Programs in containers
 * (services) run on Linux, and tests may use what they like.
 */

const ROOT = projectRoot();
const FOLDERS = ["aws", "bench", "modules", "settings", "stacks", "tools"];
const PACKAGES = ["", "services", "web", join("tools", "docs", "site")];

/** The benchmark of a service compares CPU times, which it reads from Linux's /proc. */
const LINUX_ONLY = join("bench", "service") + sep;

const files = ["main.ts", ...FOLDERS.flatMap(sourcesIn)].filter(
  (file) => !file.startsWith(LINUX_ONLY),
);
const sources = files.map((file) => ({
  file: file.split(sep).join("/"),
  text: withoutComments(readFileSync(join(ROOT, file), "utf8")),
}));

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => /\.(ts|mjs|cjs)$/.test(entry.name) && !entry.parentPath.includes("node_modules"),
    )
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
}

const PLATFORM = "tools/process/platform.ts";

/** Each with the files that have the alternative, and why. */
const RULES: readonly (readonly [what: string, pattern: RegExp, where: readonly string[]])[] = [
  ["a signal to a process group", /\bkill\(\s*-/, [PLATFORM]],
  // Completion is written for the shell that the user names, a check for the container that it runs in.
  [
    "a shell",
    /["'`](\/bin\/)?(sh|bash)["'`]/,
    [PLATFORM, "tools/help/command-line.ts", "tools/import/target/container-check.ts"],
  ],
  // CPU times of processes: it tells Windows users to use WSL, which a test holds.
  ["the list of processes", /["']ps["']/, [PLATFORM, "tools/local/autoscale/process-cpu.ts"]],
  // Files of /proc are read after a look at the platform.
  [
    "/proc",
    /["'`]\/proc\b/,
    ["tools/local/autoscale/process-cpu.ts", "tools/rehearse/recover/lock.ts"],
  ],
  ["a device", /["'`]\/dev\/(?!xvda)/, []],
  // That of a container, which runs Linux.
  ["a folder for temporary files", /(?<!as in )["'`]\/tmp\b/, ["aws/containers/telemetry.ts"]],
  ["permissions of files", /\bchmod(Sync)?\(/, []],
  [
    "a program of a POSIX system",
    /(spawn|exec\w*|run\w*)\(\s*["'](rm|cp|mv|cat|which|kill|mkdir)["']/,
    [],
  ],
  ["npm without npm.cmd", /(spawn|exec\w*|run\w*)\(\s*["']np[mx]["']/, []],
  ["the path of a file's URL", /new URL\([^)]*import\.meta\.url\)\.pathname/, []],
  ["the home folder", /env(\.HOME\b|\["HOME"\])/, []],
  ["a list of folders with a colon", /\bPATH\b.{0,20}:\$\{|:\$\{process\.env\.PATH/, []],
];

describe.each(RULES)("%s", (_, pattern, where) => {
  test("is where there is an alternative", () => {
    const found = sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
    expect(found.filter((file) => !where.includes(file))).toEqual([]);
  });
});

test("a link to a folder is a junction, which every user of Windows may create", () => {
  const links = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\bsymlinkSync\((.*)\)/g)].map(([, given = ""]) => `${file}: ${given}`),
  );
  expect(links.length).toBeGreaterThan(1);
  // The copy of a link that the build context has itself.
  const copies = ["modules/delivery/build-context.ts: readlinkSync(from), to"];
  expect(links.filter((link) => !link.endsWith('"junction"') && !copies.includes(link))).toEqual(
    [],
  );
});

test("npm scripts have no shell syntax but &&, which cmd.exe knows", () => {
  const scripts = PACKAGES.flatMap((folder) => {
    const { scripts: found = {} } = JSON.parse(
      readFileSync(join(ROOT, folder, "package.json"), "utf8"),
    ) as { scripts?: Record<string, string> };
    return Object.entries(found).map(([name, line]) => `${folder} ${name}: ${line}`);
  });
  expect(scripts.length).toBeGreaterThan(35);
  const syntax = /[|;<>$`'"*\\]|(^|\s)&(\s|$)|: \w+=|\s(rm|cp|mv|mkdir|cat|export|env)\s/;
  expect(scripts.filter((line) => syntax.test(line))).toEqual([]);
});

test("text files have the same line endings on every platform", () => {
  expect(readFileSync(join(ROOT, ".gitattributes"), "utf8")).toMatch(/^\* text=auto eol=lf$/m);
  const crlf = sources.filter(({ text }) => text.includes("\r\n")).map(({ file }) => file);
  expect(crlf).toEqual([]);
});

test("CI starts a fresh clone on Linux, macOS and Windows", () => {
  const workflow = readFileSync(join(ROOT, ".github", "workflows", "ci.yml"), "utf8");
  for (const system of ["ubuntu", "macos", "windows"])
    expect(workflow).toMatch(new RegExp(`^ +os: \\[.*\\b${system}-`, "m"));
  // Lines that run on Windows are read by PowerShell.
  expect([...workflow.matchAll(/- run: (.*)$/gm)].map(([, line]) => line)).toEqual([
    "bash .ci/run",
    "npm start",
    "npm test -- lint unit",
    // On Linux only.
    "shellcheck .github/*.sh",
  ]);
});
