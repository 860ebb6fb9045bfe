import { environments as settings } from "./environments/all";
import { formatProblem, parseEnvironments } from "./settings/environment";
import { buildStacks } from "./stacks/app/build-stacks";
import { synthesize } from "./stacks/app/synthesize";
import { systemNames } from "./stacks/app/systems";

const parsed = parseEnvironments(settings);

synthesize((app, selection) => buildStacks(app, parsed, formatProblem, selection), {
  names: process.argv.slice(2),
  environments: Object.keys(settings),
  systems: systemNames,
});
