import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMANDS } from "../../../tools/help/commands";
import { completions } from "../../../tools/help/completion";
import { completionScript } from "../../../tools/help/completion-script";

const names = {
  system: ["http-api", "talk-service"],
  environment: ["dev", "prod"],
  stack: ["http-api-dev", "state-dev"],
  tier: ["lint", "unit"],
};

it.each<[string, readonly string[]]>([
  ["npm run loc", ["local"]],
  ["npm run -s simu", ["simulate"]],
  ["npm run local ", ["--"]],
  ["npm run local -- ", ["http-api", "talk-service"]],
  ["npm run local -- t", ["talk-service"]],
  ["npm run local -- --speed 10 t", ["talk-service"]],
  ["npm run local -- talk-service ", ["dev", "prod"]],
  ["npm run local -- talk-service tag=1.0.0 p", ["prod"]],
  ["npm run local -- talk-service dev --sp", ["--speed"]],
  ["npm run local -- --speed ", []],
  ["npm run local -- --h", ["--help"]],
  ["npm run switch -- talk-service ", ["dev", "prod"]],
  ["npm run rehearse -- dev http", ["http-api", "http-api-dev"]],
  ["npm run cost -- ", ["dev", "prod", "http-api", "talk-service", "http-api-dev", "state-dev"]],
  ["npm run audit -- ", ["dev", "prod"]],
  ["npm run audit -- p", ["prod"]],
  ["npm run audit -- --s", ["--sarif"]],
  ["npm run cdktf -- de", ["deploy", "destroy"]],
  ["npm run cdktf -- deploy state", ["state-dev"]],
  ["npm run cdktf -- list ", []],
  ["npm run init -- s", ["service", "system"]],
  ["npm run init -- system t", ["talk-service"]],
  ["npm run help -- completion ", ["bash", "zsh", "fish"]],
  ["npm test -- ", ["lint", "unit"]],
  ["npm test -- lint ", ["unit"]],
  ["npm start -- d", ["dev"]],
  ["npm run guard -- ", []],
  ["npm install -- ", []],
  ["npm run nothing -- ", []],
])("completes %j", (line, expected) => {
  expect(completions(line.split(" "), COMMANDS, names)).toEqual(expected);
});

describe("the script for bash", () => {
  const folder = mkdtempSync(join(tmpdir(), "completion-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What bash offers for a line, in a shell where another completion of npm may have been before. */
  function offered(line: string, cwd: string, former = ":") {
    const script = join(folder, "completion.bash");
    writeFileSync(script, completionScript("bash"));
    const words = line.split(" ").map((word) => `'${word}'`);
    const code = `${former}; source '${script}'; source '${script}'; COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}
      "$(complete -p npm | sed 's/.*-F \\([^ ]*\\).*/\\1/')"; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", code], { cwd, encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.trim().split("\n");
  }

  it("asks the project", () => {
    expect(offered("npm run rehearse -- --ke", process.cwd())).toEqual(["--keep"]);
    expect(offered("npm run -s diag", process.cwd())).toEqual(["diagram"]);
  });

  it("leaves other lines and folders to the completion that was there before", () => {
    const former = "_npm() { COMPREPLY=(theirs); }; complete -o default -F _npm npm";
    expect(offered("npm ins", process.cwd(), former)).toEqual(["theirs"]);
    expect(offered("npm run loc", folder, former)).toEqual(["theirs"]);
    expect(offered("npm run loc", process.cwd(), former)).toEqual(["local"]);
  });
});
