import { join } from "node:path";
import { pythonEnvironment } from "../../process/python-environment";
import { runCommand } from "../../process/run-command";
import { projectRoot } from "../../project-root";
import { covers, overdueReview, type ScannerException } from "../policy";

/** What a scanner finds in a resource of a plan. */
export interface ScannerFinding {
  readonly scanner: "checkov" | "parliament";
  /** Its id for the check, such as `CKV_AWS_158`. */
  readonly check: string;
  readonly title: string;
  /** Name of the plan's file without `.json`. */
  readonly plan: string;
  /** Address of the resource. */
  readonly resource: string;
}

/**
 * Scans plans with the pinned versions of checkov and parliament.
 *
 * @param folder contains what `terraform show -json` prints of each plan, as `<name>.json`
 */
export async function scan(folder: string): Promise<readonly ScannerFinding[]> {
  const program = join(projectRoot(), "tools", "audit", "scanners", "scan.py");
  const python = await pythonEnvironment({
    owner: "scanners",
    requirements: "tools/audit/scanners/requirements.txt",
  });
  const { exitCode, stdout, stderr } = await runCommand(python, [program, folder], {
    cwd: projectRoot(),
  });
  if (exitCode !== 0) throw new Error(`The scan failed:\n${stderr}`);
  return JSON.parse(stdout) as ScannerFinding[];
}

/** The first exception that covers a finding. */
export function exceptionOf(
  { check, resource }: ScannerFinding,
  exceptions: readonly ScannerException[],
): ScannerException | undefined {
  return exceptions.find((each) => each.check === check && covers(each, resource));
}

/** Exceptions that are due for their review. */
export function overdue(exceptions: readonly ScannerException[], today: string): readonly string[] {
  return exceptions.flatMap((exception) =>
    "reviewBy" in exception ? (overdueReview(exception, today) ?? []) : [],
  );
}
