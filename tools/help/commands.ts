import { AUDIT } from "../audit/command-line";
import { BENCH } from "../../bench/command-line";
import { BOOTSTRAP } from "../bootstrap/command-line";
import { CDKTF } from "../cdktf/command-line";
import { COMPARE } from "../compare/command-line";
import { COST } from "../cost/command-line";
import { DIAGRAM } from "../diagram/command-line";
import { DOCS } from "../docs/command-line";
import { DRIFT } from "../drift/command-line";
import { FACTS } from "../facts/command-line";
import { GATE } from "../gate/command-line";
import { IMPORT } from "../import/command-line";
import { INIT } from "../init/command-line";
import { LINT } from "../lint/command-line";
import { LOAD_TEST } from "../load-test/command-line";
import { LOCAL } from "../local/command-line";
import { MAP } from "../map/command-line";
import { OPENAPI } from "../openapi/command-line";
import { commandOf } from "../operate/command-line";
import { PAGE } from "../page/command-line";
import { PORT } from "../port/command-line";
import { PREVIEW } from "../preview/command-line";
import { REHEARSE } from "../rehearse/cli/command-line";
import { GUARD } from "../rehearse/guard/command-line";
import { SETTINGS } from "../settings/command-line";
import { SIMULATE } from "../simulate/command-line";
import { START } from "../start/command-line";
import { type Command, defineCommand } from "../terminal/command-line";
import { TEST } from "../test/command-line";
import { WAKE } from "../wake/command-line";
import { HELP } from "./command-line";

/** The program that it runs, main.ts, is no tool: it says so itself, and a test compares both. */
const SYNTH = defineCommand({
  run: "npm run synth",
  forms: ["[environment|system|stack ...]"],
  summary:
    "Writes Terraform JSON to cdktf.out/stacks/<stack>/cdk.tf.json, for every stack or for those that you name.",
  options: { details: { kind: "flag", help: "Print the arithmetic behind warnings as well" } },
  examples: [["npm run synth -- dev", "Synthesize one environment"]],
});

/** What each script of package.json takes. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  start: START,
  help: HELP,
  init: INIT,
  import: IMPORT,
  test: TEST,
  synth: SYNTH,
  local: LOCAL,
  "load-test": LOAD_TEST,
  rehearse: REHEARSE,
  guard: GUARD,
  gate: GATE,
  simulate: SIMULATE,
  cost: COST,
  audit: AUDIT,
  bootstrap: BOOTSTRAP,
  cdktf: CDKTF,
  status: commandOf("status"),
  logs: commandOf("logs"),
  exec: commandOf("exec"),
  switch: commandOf("switch"),
  wake: WAKE,
  drift: DRIFT,
  preview: PREVIEW,
  openapi: OPENAPI,
  page: PAGE,
  compare: COMPARE,
  docs: DOCS,
  diagram: DIAGRAM,
  map: MAP,
  settings: SETTINGS,
  facts: FACTS,
  lint: LINT,
  format: LINT,
  bench: BENCH,
  port: PORT,
};
