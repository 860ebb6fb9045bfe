import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scripts } from "../../package.json";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { systems as schemas } from "../../settings/schema/environment";
import { TIERS } from "../../tools/test/tiers";
import { commands, pages } from "./pages";

/** Those that the project comes with. */
const environmentNames = ["dev", "staging", "prod"];
const systems = Object.keys(schemas);
const stacks = new Set(
  environmentNames.flatMap((environment) => [
    ...["state", "github", "spend"].map((unit) => `${unit}-${environment}`),
    ...systems.flatMap((system) => [
      `${system}-${environment}`,
      `${system}-images-${environment}`,
      `pipeline-${system}-${environment}`,
    ]),
  ]),
);
const names = new Set([...environmentNames, ...systems, ...stacks]);

/** Options of the cdktf command and of Terraform that pages show (`npx cdktf deploy --help`). */
const CDKTF_OPTIONS = new Set([
  ...["--var", "--var-file", "--auto-approve", "--ignore-missing-stack-dependencies"],
  ...["--skip-provider-lock", "--migrate-state", "--help"],
]);
const CDKTF_VERBS = ["list", "synth", "diff", "plan", "deploy", "apply", "destroy", "output"];
const VARIABLES =
  /^(image_tag|live_color|idle_share_percent|(blue|green)_image_tag|running_colors)=/;

/** Programs that are not this project's. */
const OTHERS =
  /^(git|gh|cd|mkdir|cp|rm|export|curl|hey|aws|mysql|ls|node|buildah|docker|python3?|pip)$/;

/** What words may follow a script besides names of environments, systems and stacks. */
const OWN_WORDS: Readonly<Record<string, (word: string) => boolean>> = {
  help: (word) => /^(completion|bash|zsh|fish|>>?|~\/[\w./-]+)$/.test(word),
  init: (word) => ["service", "environment", "system", "qa"].includes(word),
  // What a user has elsewhere.
  import: (word) => /(^|\/)(copilot|docker-compose\.yml|shop|[a-z]+\.json)$/.test(word),
  test: (word) => TIERS.some(({ name }) => name === word),
  bench: (word) => existsSync(join(projectRoot(), "bench", word, "main.ts")),
  preview: (word) => ["up", "down", "list", "sweep"].includes(word),
  guard: (word) => word.includes("plan"),
  diagram: (word) => stacks.has(word),
  // Services of a deployed system have names of their own.
  exec: () => true,
  logs: () => true,
  status: () => true,
  port: (word) => word.startsWith("../"),
  compare: (word) => word.endsWith("cdktf.out"),
  "load-test": (word) => /^https?:/.test(word),
  bootstrap: (word) => environmentNames.includes(word),
  gate: (word) => /^(scan|alarms|shop:[\d.]+|http-scale-out-prod-incident)$/.test(word),
};

const helps = new Map<string, string>();

beforeAll(async () => {
  const used = new Set(
    pages()
      .flatMap(commands)
      .flatMap(({ text }) => /npm (?:run )?(?:-s )?([\w-]+) -- .*--/.exec(text)?.slice(1) ?? []),
  );
  for (const script of used) {
    const command = scripts[script as keyof typeof scripts] as string | undefined;
    if (command === undefined || script === "cdktf") continue;
    const { stdout } = await runCommand(
      process.execPath,
      [...command.split(" ").slice(1), "--help"],
      {
        cwd: projectRoot(),
      },
    );
    helps.set(script, stdout);
  }
  // A program for each of two dozen scripts.
}, 300_000);

const all = pages()
  .flatMap(commands)
  .map(({ place, text }) => [place, text.replace(/ &$/, "")] as const);

it("finds the commands of the pages", () => {
  expect(all.length).toBeGreaterThan(80);
});

describe("[2026-11 E8] a command of the docs is one that there is:", () => {
  test.each(all)("%s: %s", (place, text) => {
    // Programs of the workspace and the page have packages of their own.
    const folder = /^(web|services(?:\/[\w-]+)?)\/README/.exec(place)?.[1];
    expect(folder ? problemOfPackage(folder, text) : problemOf(text)).toBeUndefined();
  });
});

function problemOf(text: string): string | undefined {
  const words =
    text
      .replace(/ *(?:2?>>?) *\S+/g, "")
      .replace(/^(?:\w+=\S* )+/, "")
      .match(/(?:"[^"]*"|'[^']*'|[^ "'])+/g)
      ?.map((word) => word.replaceAll(/["']/g, "")) ?? [];
  const [program = "", ...rest] = words;
  if (OTHERS.test(program)) return undefined;
  if (program === "terraform") return problemOfTerraform(rest);
  if (program === "bash") return missingFile(rest[0]);
  if (program === "npx" && rest[0] === "cdktf") return "write `npm run cdktf -- ...`";
  if (program === "npx" && rest[0] === "jest") {
    const missing = rest.slice(1).filter((path) => !existsSync(join(projectRoot(), path)));
    return missing.length > 0 ? `there is no ${missing.join()}` : undefined;
  }
  if (program === "npx" && rest[0] === "prettier") return undefined;
  if (program !== "npm")
    return /^\.?\/|^\$/.test(program) ? undefined : `unknown program ${program}`;
  return problemOfNpm(rest);
}

function missingFile(path = ""): string | undefined {
  return existsSync(join(projectRoot(), path)) ? undefined : `there is no ${path}`;
}

/** Whether a script that a page names is there, in its folder, in the workspace or in the project. */
function problemOfPackage(folder: string, text: string): string | undefined {
  const [, run, verb] = /(?:^| )npm (run )?(?:-s )?([\w-]+)/.exec(text) ?? [];
  if (verb === undefined || (run === undefined && !["test", "start"].includes(verb)))
    return undefined;
  const files = [join(folder, "package.json"), join("services", "package.json"), "package.json"];
  const found = files.some((file) => {
    const text = readFileSync(join(projectRoot(), file), "utf8");
    const { scripts: own = {} } = JSON.parse(text) as { scripts?: Record<string, string> };
    return verb in own;
  });
  return found ? undefined : `no script ${verb}`;
}

function problemOfNpm(words: readonly string[]): string | undefined {
  const [verb = "", ...rest] = words.filter((word) => word !== "-s");
  if (["ci", "install", "--prefix"].includes(verb)) return undefined;
  const script = verb === "run" ? (rest[0] ?? "") : verb;
  const args = (verb === "run" ? rest.slice(1) : rest).filter((word) => word !== "--");
  if (!(script in scripts)) return `no script ${script}`;
  if (script === "cdktf") return problemOfCdktf(args);
  const help = helps.get(script) ?? "";
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (word.startsWith("<") || word.includes("=")) continue;
    if (word.startsWith("--")) {
      const [option = ""] = word.split("=");
      if (!help.includes(option)) return `${script} has no ${option}`;
      if (new RegExp(`${option} <`).test(help) && !word.includes("=")) at++;
    } else if (!names.has(word) && OWN_WORDS[script]?.(word) !== true) {
      return `${script} knows no ${word}`;
    }
  }
  return undefined;
}

function problemOfCdktf([verb = "", ...args]: readonly string[]): string | undefined {
  if (!CDKTF_VERBS.includes(verb)) return `cdktf has no ${verb}`;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (word === "--var") {
      if (!VARIABLES.test(args[++at] ?? "")) return `unknown variable ${args[at] ?? ""}`;
    } else if (word.startsWith("--")) {
      if (!CDKTF_OPTIONS.has(word)) return `unknown option ${word}`;
    } else if (!stacks.has(word) && word !== "...") return `no stack ${word}`;
  }
  return undefined;
}

function problemOfTerraform(words: readonly string[]): string | undefined {
  const folder = /^-chdir=(.*)$/.exec(words[0] ?? "")?.[1];
  if (folder === undefined || folder.startsWith("$")) return undefined;
  const stack = /^cdktf\.out\/stacks\/(.*)$/.exec(folder)?.[1] ?? "";
  return stacks.has(stack) ? undefined : `no stack ${stack}`;
}
