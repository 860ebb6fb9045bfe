import { formatInDetail, formatProblem, loadEnvironments } from "./settings/environment";
import { buildStacks } from "./stacks/app/build-stacks";
import { synthesize } from "./stacks/app/synthesize";
import { systemNames } from "./stacks/app/systems";

const words = process.argv.slice(2);
const inWords = words.includes("--details") ? formatInDetail : formatProblem;

void loadEnvironments(() => import("./environments/all")).then(({ names, ...parsed }) => {
  synthesize((app, selection) => buildStacks(app, parsed, inWords, selection), {
    names: words.filter((word) => word !== "--details"),
    environments: names,
    systems: systemNames,
  });
});
