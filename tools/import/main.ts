import { region as regionFacts, regionNames } from "../../aws/regions";
import { fileOf, list } from "../init/changes";
import { environmentSource, freeBucketName, isOurs } from "../init/settings-files/environment-file";
import { FileChanges } from "../init/settings-files/file-changes";
import { madeText } from "../init/settings-files/made";
import { nextCommands } from "../init/settings-files/next-commands";
import { offeredRegion } from "../init/settings-files/region";
import { synthesizeWith } from "../init/settings-files/synthesize";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import type { CommandLine } from "../terminal/command-line";
import { didYouMean } from "../terminal/nearest";
import { stylesFor } from "../terminal/style";
import { UserError } from "../terminal/user-error";
import { IMPORT } from "./command-line";
import { importPaths } from "./import";
import type { Imported } from "./imported";
import { reportText } from "./report";
import { SYSTEMS } from "./target/service-target";

async function run({ words, options }: CommandLine<typeof IMPORT.options>): Promise<number> {
  const root = projectRoot();
  const { region, account } = options;
  if (region !== undefined && regionFacts(region) === undefined)
    throw new UserError(
      `--region must be an AWS region, got "${region}".${didYouMean(region, regionNames())}`,
    );
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw new UserError(`--account must be a 12-digit number, got "${account}".`);
  const system = SYSTEMS.find((each) => each === options.system);
  // npm changes to the project's folder, but paths are relative to the user's folder.
  const imported = importPaths(words, process.env.INIT_CWD ?? process.cwd(), {
    root,
    environment: options.environment ?? "dev",
    profiles: options.profile,
    include: options.include,
    ...(system === undefined ? {} : { system }),
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
  });
  console.log(reportText(imported.files, imported, stylesFor(process.stdout)));
  console.log("");
  if (imported.environments.length === 0) {
    throw new UserError(
      "Nothing was written, because no service is reachable from outside over HTTP or receives messages from an SQS queue.",
    );
  }
  if (options["dry-run"]) {
    console.log("Nothing was written (--dry-run).");
    return 0;
  }
  const changes = new FileChanges(root);
  const lines = await write(imported, changes, options.replace, region);
  const synthesis = await synthesizeWith(changes, root);
  const names = imported.environments.map(({ name }) => name);
  const texts = names.flatMap((name) => [
    "",
    ...madeText(synthesis, name),
    "",
    ...nextCommands(synthesis, name),
  ]);
  console.log([...lines, ...texts].join("\n"));
  return 0;
}

/** Writes the environments, and lists them. */
async function write(
  imported: Imported,
  changes: FileChanges,
  isReplaced: boolean,
  region: string | undefined,
): Promise<readonly string[]> {
  const paths = imported.environments.map(({ name }) => fileOf(name));
  const ours = paths.filter((path) => isOurs(changes.read(path) ?? ""));
  if (ours.length > 0 && !isReplaced) {
    throw new UserError(
      `${ours.join(", ")} must not be replaced without --replace, because it has your own settings. Import into another environment (--environment <name>), or replace it (--replace); a copy is kept.`,
    );
  }
  const lines: string[] = [];
  for (const { name, systems, settings, comments, region: its } of imported.environments) {
    const path = fileOf(name);
    const text = await environmentSource(
      "import",
      name,
      {
        region: region ?? its ?? offeredRegion(),
        bucket: freeBucketName(imported.name, name),
        nameSuffix: name === "dev" ? "" : `-${name}`,
        httpsOnly: false,
        ...(settings === undefined ? {} : { settings }),
      },
      systems,
      comments,
    );
    const copy = changes.keepCopy(path);
    changes.write(path, text);
    list(changes, name);
    lines.push(
      `Wrote ${path}.${copy === undefined ? "" : ` What it replaced is kept in ${copy}.`}`,
    );
  }
  return lines;
}

void asCommand(IMPORT, run);
