import { type ParameterName, PARAMETERS, parameterNames } from "../model/parameters";
import type { SimulatedSystem } from "../model/system";
import type { Scenario } from "../run";
import type { Summary } from "../summary";

const OF_REQUESTS = ["cpuMsPerRequest", "workersPerTask", "serviceMetricLagSeconds"] as const;
const OF_MESSAGES = [
  "messageSeconds",
  "poisonMessagePercent",
  "queueMetricLagSeconds",
  "containerInsightsLagSeconds",
] as const;

/** The assumptions that matter most to users of such a system. */
function toldOf({ services, groups }: SimulatedSystem): readonly ParameterName[] {
  const used = services.filter(({ loadShare }) => loadShare > 0);
  return [
    ...(used.some(({ consumes }) => !consumes) ? OF_REQUESTS : []),
    ...(used.some(({ consumes }) => consumes) ? OF_MESSAGES : []),
    ...(groups.length > 0 ? (["bootSeconds"] as const) : []),
    "imageMegabytes",
  ];
}

/** The assumptions of a run, most important first. The page and the JSON contain every parameter. */
export function assumptionsOf({ parameters, read }: Scenario): readonly string[] {
  const told = toldOf(read.system);
  const changed = parameterNames.filter(
    (name) => parameters[name] !== PARAMETERS[name].default && !told.includes(name),
  );
  const texts = [...told, ...changed].map((name) => {
    const { unit, range, meaning } = PARAMETERS[name];
    return `${parameters[name]}${unit === "" ? "" : ` ${unit}`} ${meaning} (${name}, likely ${range[0]} to ${range[1]})`;
  });
  const shared = read.system.services.filter(({ loadShare }) => loadShare > 0);
  const split =
    shared.length > 1
      ? [
          `Assumes the load is split: ${shared.map(({ name, loadShare }) => `${name} ${Math.round(100 * loadShare)} %`).join(", ")} (--share).`,
        ]
      : [];
  return [
    ...split,
    `Assumes ${texts.join("; ")}.`,
    `${parameterNames.length} assumptions in all: --sensitivity shows which ones matter, --assume sets them.`,
  ];
}

/** What the cost of a run does not include. */
export function limitsOf({ cost }: Summary): readonly string[] {
  const dates = Object.values(cost.table.lists)
    .map(({ date }) => date)
    .sort();
  return [
    ...(cost.unknown.length > 0
      ? [`The cost does not include ${cost.unknown.join(", ")}, which have no known price.`]
      : []),
    `Prices are those of ${cost.table.region} from ${dates.at(0) ?? ""} to ${dates.at(-1) ?? ""}. They do not include traffic, storage, logs and metrics (npm run cost).`,
  ];
}
