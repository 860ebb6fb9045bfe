import type { Synthesis } from "../../synthesized/synthesis";

/** The commands that follow a change of the settings. */
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
  "      once for an environment: the bucket of its states. It needs AWS credentials; what follows, too.";

const VALUES: Readonly<Record<string, string>> = { image_tag: "1.0.0", live_color: "blue" };
