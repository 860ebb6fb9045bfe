import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { didYouMean } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";
import type { Incident, Load } from "../model/load";
import { csvLoad } from "./csv-load";
import { profile, profileNames } from "./profiles";

export const INCIDENTS = [
  "lose-zone",
  "lose-instance",
  "spot-reclaim",
  "release",
  "bad-release",
  "crash-release",
] as const satisfies readonly Incident["kind"][];

export interface ReadLoad {
  readonly load: Load;
  readonly incidents: readonly Incident[];
}

/**
 * Reads `--load`: a profile or a CSV file, then incidents and their times, such as `step:10x,lose-zone@15m`.
 *
 * @throws UserError with the nearest name for an unknown one
 */
export function readLoad(text: string, baseRate: number): ReadLoad {
  const [first = "", ...others] = text.split(",");
  const load = readProfile(first, baseRate);
  const incidents = others.map((other) => readIncident(other, load.seconds));
  const problems = incidents.filter((incident) => typeof incident === "string");
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return { load, incidents: incidents.filter((incident) => typeof incident !== "string") };
}

function readProfile(text: string, baseRate: number): Load {
  const known = profile(text, baseRate);
  if (known !== undefined) return known;
  if (existsSync(text)) return csvLoad(basename(text), readFileSync(text, "utf8"));
  if (/\.csv$|[\\/]/i.test(text)) throw new UserError(`There is no file ${text}.`);
  const name = text.replace(/:.*$/, "");
  const hint = profileNames.includes(name)
    ? ` A factor has the form ${name === "reference" ? "of another profile, such as step" : name}:10x.`
    : didYouMean(name, profileNames);
  throw new UserError(
    `--load must be one of ${profileNames.join(", ")} or a CSV file, got "${text}".${hint}`,
  );
}

function readIncident(text: string, seconds: number): Incident | string {
  const [, name = text, amount, unit = "s"] =
    /^([a-z-]+)@(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text) ?? [];
  const kind = INCIDENTS.find((each) => each === name.replace(/@.*$/, ""));
  if (kind === undefined)
    return `--load: there is no scenario "${name}".${didYouMean(name.replace(/@.*$/, ""), INCIDENTS)}`;
  if (amount === undefined)
    return `--load: ${kind} needs a time, such as ${kind}@15m, got "${text}".`;
  const time = Number(amount) * { s: 1, m: 60, h: 3600 }[unit as "s"];
  if (time >= seconds)
    return `--load: ${text} must be within the ${Math.round(seconds / 60)} minutes of the load.`;
  return { kind, time };
}
