import type { Synthesis } from "../synthesized/synthesis";

/** The system that the README's first deployment is about. */
const PROJECT = "http-scale-out";

/** What to do after a synth, in words and commands, for dev or else the first environment. */
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

  const steps: [string, string][] = [
    ["Check everything that this machine can check, before anything is paid for:", "npm test"],
    [
      `Set region, network and sizes${stateStack ? ", and a bucket name that nobody else has," : ""} in:`,
      `environments/${environment}.ts`,
    ],
  ];
  if (stateStack) {
    steps.push([
      "Make the bucket for the state, and move its own state into it:",
      `npm run bootstrap -- ${environment}`,
    ]);
  }
  if (inOrder.length > 0) {
    steps.push(["Deploy:", `npx cdktf deploy ${inOrder.join(" ")} --var image_tag=1.0.0`]);
  }
  return [
    "Next:",
    ...steps.flatMap(([what, command], index) => [`  ${index + 1}. ${what}`, `       ${command}`]),
    "",
    "All commands: file help. First deployment, step by step: README.md.",
  ];
}
