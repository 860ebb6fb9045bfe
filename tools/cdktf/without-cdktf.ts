import type { SynthesizedStack } from "../synthesized/synthesis";

/** How to do by Terraform alone what the cdktf command would have done, where that cannot run. */
export function withoutCdktf(
  reason: string,
  stacks: readonly SynthesizedStack[],
  variables: Readonly<Record<string, string>>,
): string {
  const commands = stacks.flatMap(({ name: stack, json }) => {
    const folder = `terraform -chdir=cdktf.out/stacks/${stack}`;
    const values = json.variables
      .filter((name) => name in variables || json.requiredVariables.includes(name))
      .map((name) => ` -var ${name}=${variables[name] ?? "<value>"}`);
    return [
      `${folder} init`,
      ...["plan", "apply"].map((verb) => `${folder} ${verb}${values.join("")}`),
    ];
  });
  const example = "terraform -chdir=cdktf.out/stacks/<stack>";
  const told =
    commands.length > 0 ? commands : [`${example} init`, `${example} plan`, `${example} apply`];
  return [
    `The cdktf command cannot run on this machine (${process.platform}-${process.arch}): ${reason}`,
    "Use Terraform instead, one stack at a time, images first:",
    ...["npm run synth", ...told].map((line) => `  ${line}`),
  ].join("\n");
}
