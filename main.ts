import { formatInDetail, formatProblem, loadEnvironments } from "./settings/environment";
import { synthesizeEnvironments } from "./stacks/environment-stacks";

const words = process.argv.slice(2);
const inWords = words.includes("--details") ? formatInDetail : formatProblem;
const selected = words.filter((word) => word !== "--details");

void loadEnvironments(() => import("./environments/all")).then(({ names, ...parsed }) => {
  synthesizeEnvironments(parsed, inWords, selected, names);
});
