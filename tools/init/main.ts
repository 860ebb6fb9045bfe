import { systems } from "../../settings/schema/environment";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import type { CommandLine } from "../terminal/command-line";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { addEnvironment, addService, addSystem, type Change, newEnvironment } from "./changes";
import { INIT } from "./command-line";
import { Cancelled, isInteractive, prompts } from "./prompts";
import { takeOffered } from "./questions";
import { isOurs } from "./settings-files/environment-file";
import { FileChanges } from "./settings-files/file-changes";
import { madeText } from "./settings-files/made";
import { nextCommands } from "./settings-files/next-commands";
import { synthesizeWith } from "./settings-files/synthesize";

const WHAT = ["service", "environment", "system"];
const CANCELLED = 130;

async function init({ words, options }: CommandLine<typeof INIT.options>): Promise<number> {
  const root = projectRoot();
  const known = Object.keys(systems);
  const [what, which] = words;
  if (what !== undefined) requireKnown("word", [what], WHAT);
  if (options.system !== undefined) requireKnown("system", [options.system], known);
  if (what === "system" && which !== undefined) requireKnown("system", [which], known);
  if (what === "service" && which !== undefined)
    throw new UserError(`${which}: pass the name of a service as an option: --name ${which}.`);
  const changes = new FileChanges(root);
  const isAsked = isInteractive() && !options.yes;
  const { ask, choose } = isAsked ? await prompts() : { ask: takeOffered, choose: undefined };
  const environment = options.environment ?? "dev";
  const setting = { root, changes, given: options, ask, environment };
  let change: Change;
  try {
    const chosen = what ?? (await whatToDo(changes, environment, options.replace, choose));
    switch (chosen) {
      case "service":
        change = await addService(setting);
        break;
      case "environment":
        change = await addEnvironment(setting, which);
        break;
      case "system":
        change = await addSystem(setting, which);
        break;
      default:
        change = await newEnvironment(setting);
    }
  } catch (error) {
    // Questions come before the first change of a file.
    changes.undo();
    if (!(error instanceof Cancelled)) throw error;
    console.error("Cancelled. No file was changed.");
    return CANCELLED;
  }
  const synthesis = await synthesizeWith(changes, root);
  console.log(
    [
      ...change.lines,
      "",
      ...madeText(synthesis, change.environment),
      "",
      ...nextCommands(synthesis, change.environment, change.system),
    ].join("\n"),
  );
  return 0;
}

/** Adds to existing settings, unless the user wants to replace them. */
async function whatToDo(
  changes: FileChanges,
  environment: string,
  isReplaced: boolean,
  choose: Awaited<ReturnType<typeof prompts>>["choose"] | undefined,
): Promise<string> {
  const path = `environments/${environment}.ts`;
  const source = changes.read(path);
  if (source === undefined || !isOurs(source) || isReplaced) return "new";
  if (choose !== undefined) {
    return choose(`${path} has your own settings. What do you want to do?`, [
      { value: "service", label: `Add a service to ${environment}` },
      { value: "environment", label: `Add an environment, a copy of ${environment}` },
      { value: "system", label: `Add a system to ${environment}` },
      { value: "new", label: `Replace ${path}; a copy is kept` },
    ]);
  }
  throw new UserError(
    `${path} must not be replaced without --replace, because it has your own settings. Add to it with \`npm run init -- service\`, \`-- environment <name>\` or \`-- system <system>\`, or replace it with \`npm run init -- --replace\`.`,
  );
}

void asCommand(INIT, init);
