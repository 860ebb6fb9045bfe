import { environments as settings } from "./environments/all";
import { formatProblem, parseEnvironments } from "./settings/environment";
import { synthesizeEnvironments } from "./stacks/environment-stacks";

synthesizeEnvironments(
  parseEnvironments(settings),
  formatProblem,
  process.argv.slice(2),
  Object.keys(settings),
);
