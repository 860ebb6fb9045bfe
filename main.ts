import { environments as settings } from "./environments/all";
import { parseEnvironments } from "./environments/environment";
import { buildStacks, systems } from "./stacks/app/build-stacks";
import { synthesize } from "./stacks/app/synthesize";

const parsed = parseEnvironments(settings);

synthesize((app, selection) => buildStacks(app, parsed, selection), {
  names: process.argv.slice(2),
  environments: Object.keys(settings),
  systems,
});
