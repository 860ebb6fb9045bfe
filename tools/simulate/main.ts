import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import type { CommandLine } from "../terminal/command-line";
import { Progress } from "../terminal/progress";
import { stylesFor } from "../terminal/style";
import { UserError } from "../terminal/user-error";
import { isBroken, judge, readAssertions } from "./assertions";
import { judgeBaseline } from "./baseline";
import { SIMULATE } from "./command-line";
import { comparisonText, loadOthers, runOthers } from "./compare";
import { explainedFindings } from "./findings/explain";
import { loadSystem, sourceOf } from "./load-system";
import { readLoad } from "./load/read-load";
import { readOverrides } from "./overrides";
import { jsonReport } from "./report/json";
import { pageOf } from "./report/page";
import { pictureOf } from "./report/picture";
import { searchPage, searchText } from "./report/search-report";
import { terminalReport } from "./report/terminal";
import { easyRate, run, type Scenario, speedupOf } from "./run";
import { readSearch, search } from "./search";
import { loadSettingsFile } from "./settings-file";
import { sensitivityText, sensitivityOf } from "./sensitivity";

/** Simulates a system under a load and reports on it. */
async function main(line: CommandLine<typeof SIMULATE.options>): Promise<number> {
  const { words, assignments, options } = line;
  const [system, place] = words;
  if (system === undefined)
    throw new UserError("Name a system, for example: npm run simulate -- http-scale-out dev");
  const root = projectRoot();
  const [assertions, variables, overrides] = allAtOnce(
    () => readAssertions(options.assert),
    () => readSearch(options.search),
    () => readOverrides(options),
    // Read the load again with the rate, which is known now.
    () => readLoad(options.load ?? "reference", 1),
  );
  const folder = resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const source = sourceOf({ root, folder, system, place });
  const { environment } = source;
  const read = overrides.apply(
    source.file === undefined
      ? await loadSystem(folder, system, environment, assignments)
      : await loadSettingsFile(root, source.file, system, assignments),
  );
  const { parameters } = overrides;
  const rate = options.rate ?? easyRate(read.system, parameters);
  const { load, incidents } = readLoad(options.load ?? "reference", rate);
  const columns = process.stdout.columns || 100;
  const styles = stylesFor(process.stdout);

  const shown = new Progress("Simulating");
  const scenario: Scenario = {
    read,
    load,
    incidents,
    parameters,
    seed: options.seed ?? 1,
    onProgress: () => {
      shown.step();
    },
  };
  const progress = (what: string) => (share: number) => {
    shown.step(`${what} ${Math.round(100 * share)} %`);
  };
  if (variables.length > 0) {
    const found = search(scenario, variables, assertions, progress("Searching"));
    shown.end();
    if (options.html !== undefined) write(options.html, searchPage(found));
    console.log(
      options.json ? JSON.stringify(found.json, null, 2) : searchText(found, columns, styles),
    );
    return found.holds ? 0 : 1;
  }
  const others = await loadOthers(root, folder, options.compare, system, environment, assignments);
  const first = run(scenario, progress("Simulating"));
  shown.step("Explaining findings");
  const findings = explainedFindings(scenario, first);
  const compared = runOthers(
    scenario,
    others.map((other) => overrides.apply(other)),
    options.compare,
  );
  const runs = [{ ...first, name: environment }, ...compared];
  const effects = options.sensitivity
    ? sensitivityOf(scenario, first, progress("Trying assumptions"))
    : [];
  shown.end();
  const judged = judge(assertions, first.summary);
  const verdicts =
    options.baseline === undefined
      ? judged
      : await judgeBaseline(scenario, judged, {
          ...{ root, system, environment },
          place: options.baseline,
          variables: assignments,
          adapt: (other) => overrides.apply(other),
        });
  const speedup = speedupOf(first);
  const report = { scenario, run: first, findings, verdicts, speedup, compared, effects };
  if (options.html !== undefined) write(options.html, pageOf(report, root));
  if (options.picture !== undefined) write(options.picture, pictureOf(runs));
  if (options.json) console.log(JSON.stringify(jsonReport(report), null, 2));
  else {
    console.log(terminalReport(report, styles, columns));
    if (compared.length > 0) console.log(`\n${comparisonText(runs)}`);
    if (effects.length > 0) console.log(`\n${sensitivityText(effects)}`);
  }
  return verdicts.some(isBroken) ? 1 : 0;
}

function write(file: string, text: string): void {
  writeFileSync(file, text);
  console.error(`Written: ${file}`);
}

/** @throws UserError with all mistakes in them */
function allAtOnce<Values extends readonly unknown[]>(
  ...read: { readonly [Index in keyof Values]: () => Values[Index] }
): Values {
  const problems: string[] = [];
  const values = read.map((each) => {
    try {
      return each();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return values as unknown as Values;
}

void asCommand(SIMULATE, main);
