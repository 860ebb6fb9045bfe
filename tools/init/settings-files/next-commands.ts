import type { Synthesis } from "../../synthesized/synthesis";

/** The commands to run after a change to the settings. */
export function nextCommands(
  synthesis: Synthesis,
  environment: string,
  system?: string,
): readonly string[] {
  const stacks = synthesis
    .systemStacks(environment)
    .filter((stack) => system === undefined || synthesis.systemOf(stack) === system);
  const names = stacks.map(({ name }) => name);
  const variables = [...new Set(stacks.flatMap(({ json }) => json.requiredVariables))];
  const values = variables.map((name) => ` --var ${name}=${VALUES[name] ?? "<value>"}`).join("");
  const hasState = synthesis.stateStackOf(environment) !== undefined;
  return [
    "Next:",
    ...(hasState ? [`  npm run bootstrap -- ${environment}`, BOOTSTRAP] : []),
    `  npm run cdktf -- deploy ${names.join(" ")}${values}`,
  ];
}

const BOOTSTRAP =
  "      once per environment, to create its state bucket. These commands need AWS credentials.";

const VALUES: Readonly<Record<string, string>> = { image_tag: "1.0.0", live_color: "blue" };
