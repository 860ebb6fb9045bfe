import type { Synthesis } from "../synthesized/synthesis";

/** The system that the README's first deployment is about. */
const PROJECT = "http-scale-out";

/** The next steps after a synth, with commands, for dev or the first environment. */
export function nextSteps(synthesis: Synthesis): string[] {
  const { environments } = synthesis;
  const environment = environments.includes("dev") ? "dev" : (environments[0] ?? "dev");
  const own = synthesis.stacks.filter((stack) => synthesis.environmentOf(stack) === environment);
  const stateStack = own.find(({ name }) => name === `state-${environment}`)?.name;
  const others = own.map(({ name }) => name).filter((name) => name !== stateStack);
  // The project's own system, where it runs; images before what runs them.
  const first = others.includes(`${PROJECT}-${environment}`)
    ? others.filter((name) => name.startsWith(`${PROJECT}-`))
    : others;
  const inOrder = [
    ...first.filter((name) => name.includes("-images-")),
    ...first.filter((name) => !name.includes("-images-")),
  ];

  const { systems } = synthesis;
  const system = others.includes(`${PROJECT}-${environment}`)
    ? PROJECT
    : systems.find((each) => others.includes(`${each}-${environment}`));

  const steps: [string, string][] = [];
  if (system !== undefined) {
    steps.push([
      "Run a system on this machine, without AWS (it answers after about 10 seconds; Ctrl-C ends it):",
      `npm run local -- ${system}${environment === "dev" ? "" : ` ${environment}`}`,
    ]);
  }
  steps.push(
    [
      `Write the settings for your own container (or edit environments/${environment}.ts: region, sizes${stateStack ? ", a bucket name that nobody else uses" : ""}):`,
      "npm run init",
    ],
    [
      "Check them (2 minutes; without `-- lint unit` it runs everything, which takes much longer):",
      "npm test -- lint unit",
    ],
  );
  if (stateStack) {
    steps.push(["Create the state bucket (1 minute):", `npm run bootstrap -- ${environment}`]);
  }
  if (inOrder.length > 0) {
    steps.push([
      "Build the image and deploy (10 minutes, mostly waiting for AWS):",
      `npm run cdktf -- deploy ${inOrder.join(" ")} --var image_tag=1.0.0`,
    ]);
  }
  return [
    "Next:",
    ...steps.flatMap(([what, command], index) => [`  ${index + 1}. ${what}`, `       ${command}`]),
    "",
    "All commands: npm run help. First deployment, step by step: docs/tutorials/first-deployment.md.",
  ];
}
