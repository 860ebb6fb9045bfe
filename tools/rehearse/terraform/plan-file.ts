import { readFileSync } from "node:fs";
import { UserError } from "../../terminal/user-error";
import type { PlanJson } from "./plan";

/**
 * Reads a plan as `terraform show -json` prints it.
 *
 * @param file its path, or "-" for the standard input
 * @throws UserError if it cannot be read or is none
 */
export function readPlan(file: string): PlanJson {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    const plan = JSON.parse(text) as PlanJson | null;
    if (plan?.format_version !== undefined) return plan;
  } catch {
    // Told below: most likely the plan file itself.
  }
  throw new UserError(
    `${file} is no plan as JSON. Write it with: terraform show -json <plan file> > plan.json`,
  );
}
