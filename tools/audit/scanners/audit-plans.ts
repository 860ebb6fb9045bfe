import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { missingPython } from "../../rehearse/requirements";
import { readPlan } from "../../rehearse/terraform/plan-file";
import { withProgress } from "../../terminal/progress";
import { stylesFor } from "../../terminal/style";
import { UserError } from "../../terminal/user-error";
import { readScannerExceptions } from "../policy";
import { exceptionOf, overdue, scan } from "./scan";

/**
 * Scans plans and prints what no exception covers.
 *
 * @returns the exit code: 1 when a finding has no exception
 */
export async function auditPlans(
  files: readonly string[],
  root: string,
  today: string,
): Promise<number> {
  const missing = missingPython();
  if (missing) throw new UserError(`${missing.reason}. ${missing.howToEnable}`);
  const exceptions = readScannerExceptions(root);
  const styles = stylesFor(process.stdout);
  const folder = mkdtempSync(join(tmpdir(), "plans-"));
  try {
    for (const [name, plan] of namedPlans(files)) {
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(plan));
    }
    const findings = await withProgress("Scanning with checkov and parliament", () => scan(folder));
    const open = findings.filter((finding) => exceptionOf(finding, exceptions) === undefined);
    const problems = [
      ...open.map(
        ({ check, resource, plan, title }) => `${check} fails: ${resource} in ${plan}. ${title}`,
      ),
      ...overdue(exceptions, today),
    ];
    for (const problem of problems) console.log(styles.red(problem));
    const summary = `${problems.length} failed, ${findings.length - open.length} exceptions`;
    console.log(problems.length > 0 ? styles.red(summary) : styles.green(summary));
    return problems.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The plans by names that differ: those of their files, numbered where two files have the same. */
function namedPlans(files: readonly string[]): ReadonlyMap<string, unknown> {
  const plans = new Map<string, unknown>();
  for (const file of files) {
    const name = basename(file).replace(/\.json$/, "");
    plans.set(plans.has(name) ? `${name}-${plans.size + 1}` : name, readPlan(file));
  }
  return plans;
}
