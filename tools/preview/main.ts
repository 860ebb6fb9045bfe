import { resolve } from "node:path";
import { endBySignals } from "../process/children";
import { projectRoot } from "../project-root";
import { missingTerraform } from "../rehearse/requirements";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import type { CommandLine } from "../terminal/command-line";
import { confirm } from "../terminal/confirm";
import { requireKnown } from "../terminal/nearest";
import { withProgress } from "../terminal/progress";
import { layOut } from "../terminal/table";
import { UserError } from "../terminal/user-error";
import { PREVIEW } from "./command-line";
import { previewedSystem, type PreviewedSystem, previewedSystems } from "./previewed-systems";
import { down, isProtected, list, type Preview, requireName, up, usd } from "./previews";

type Options = CommandLine<typeof PREVIEW.options>["options"];
type Action = (synthesis: Synthesis, words: readonly string[], options: Options) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = {
  up: async (synthesis, words, options) => {
    const name = requireName(options.name);
    const system = previewedSystem(synthesis, words);
    const preview = await withProgress(`Deploying ${name}`, (progress) =>
      up(system, {
        name,
        imageTag: options["image-tag"],
        update: options.update,
        today: new Date(),
        tell: (text) => {
          progress.clear();
          if (options.json) console.error(text);
          else console.log(text);
        },
        confirm: () => askWhereProtected(system, options, `Deploy ${name}?`),
      }),
    );
    if (options.json) console.log(JSON.stringify(preview, null, 2));
    else console.log(`${name} is at ${preview.url ?? ""} until ${preview.expiresOn ?? ""}.`);
    return 0;
  },

  down: async (synthesis, words, options) => {
    const name = requireName(options.name);
    const system = previewedSystem(synthesis, words);
    await askWhereProtected(system, options, `Remove ${name}?`);
    const wasThere = await withProgress(`Removing ${name}`, () => down(system, name));
    console.log(
      wasThere
        ? `${name} of ${system.systemStack} is gone.`
        : `There is no preview ${name} of ${system.systemStack}: nothing to remove.`,
    );
    return 0;
  },

  list: async (synthesis, words, { json }) => {
    const previews = await allPreviews(previewedSystems(synthesis, words));
    if (json) console.log(JSON.stringify({ previews }, null, 2));
    else if (previews.length === 0) console.log("There are no previews.");
    else console.log(tableOf(previews).join("\n"));
    return 0;
  },

  sweep: async (synthesis, words) => {
    let failures = 0;
    for (const system of previewedSystems(synthesis, words)) {
      let previews: readonly Preview[] = [];
      try {
        previews = await list(system, new Date());
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        failures += 1;
        console.log(`Previews of ${system.systemStack}: not read: ${error.message}`);
      }
      for (const { name, isExpired, expiresOn = "unknown" } of previews) {
        const title = `${name} of ${system.systemStack}`;
        if (!isExpired) {
          console.log(`${title}: kept until ${expiresOn}`);
          continue;
        }
        try {
          await withProgress(`Removing ${title}`, () => down(system, name));
          console.log(`${title}: removed, expired on ${expiresOn}`);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          failures += 1;
          console.log(`${title}: not removed: ${error.message}`);
        }
      }
    }
    return failures === 0 ? 0 : 1;
  },
};

async function allPreviews(systems: readonly PreviewedSystem[]): Promise<readonly Preview[]> {
  const found: Preview[] = [];
  for (const system of systems) {
    const its = await withProgress(`Reading the previews of ${system.systemStack}`, () =>
      list(system, new Date()),
    );
    found.push(...its);
  }
  return found;
}

function tableOf(previews: readonly Preview[]): readonly string[] {
  return layOut(
    [
      ["name", "system", "URL", "created", "expires", "USD a month"],
      ...previews.map((preview) => [
        preview.name,
        `${preview.system} ${preview.environment}`,
        preview.url ?? "incomplete",
        preview.createdOn ?? "",
        `${preview.expiresOn ?? ""}${preview.isExpired ? " (expired)" : ""}`,
        usd(preview.monthlyCostUsd).replace(" USD", ""),
      ]),
    ],
    [5],
  );
}

/** Asks in an environment whose resources are protected from deletion. */
async function askWhereProtected(
  system: PreviewedSystem,
  { yes }: Options,
  what: string,
): Promise<void> {
  if (yes || !isProtected(system)) return;
  const { environment } = system;
  await confirm({
    text: `${what} ${environment} is protected.`,
    withoutTerminal: `${environment} is protected from deletion, and there is no terminal to ask. Add --yes to go on without asking.`,
    refused: "Nothing was changed.",
  });
}

void asCommand(PREVIEW, async ({ words, options }) => {
  const [action, ...rest] = words;
  if (action === undefined) {
    throw new UserError(
      `Name what to do: ${Object.keys(ACTIONS).join(", ")}. For help: ${PREVIEW.run} -- --help`,
    );
  }
  requireKnown("action", [action], Object.keys(ACTIONS));
  const folder = resolve(projectRoot(), process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const synthesis = Synthesis.read(folder);
  const missing = missingTerraform();
  if (missing)
    throw new UserError(`preview needs Terraform: ${missing.reason}. ${missing.howToEnable}`);
  const stop = new AbortController();
  // Ctrl-C reaches Terraform as well: the command ends when Terraform has.
  endBySignals(() => {
    stop.abort();
  });
  try {
    return await ACTIONS[action]?.(synthesis, rest, options);
  } catch (error) {
    // Terraform says nothing, or that it was interrupted.
    if (!stop.signal.aborted || !(error instanceof UserError)) throw error;
    throw new UserError(
      `Stopped. To see what there is, run: ${PREVIEW.run} -- list\nAn incomplete preview has no URL. \`up --update\` completes it, and \`down\` removes it.`,
    );
  }
});
