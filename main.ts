import { formatProblem, loadEnvironments } from "./settings/environment";
import { buildStacks } from "./stacks/app/build-stacks";
import { synthesize } from "./stacks/app/synthesize";
import { systemNames } from "./stacks/app/systems";

void loadEnvironments(() => import("./environments/all")).then(({ names, ...parsed }) => {
  synthesize((app, selection) => buildStacks(app, parsed, formatProblem, selection), {
    names: process.argv.slice(2),
    environments: names,
    systems: systemNames,
  });
});
