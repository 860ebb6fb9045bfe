import type { TerraformJson } from "../../support/synth";

/** What Terraform makes of the launch template's user data: the script, with references replaced by their values. */
export function decodedUserData(json: TerraformJson): string {
  const expression = String(json.resource("aws_launch_template")["user_data"]);
  const argument = /^\$\{base64encode\((".*")\)\}$/.exec(expression)?.[1];
  if (argument === undefined) throw new Error(`not base64encode("…"): ${expression}`);
  return String(JSON.parse(argument)).replaceAll(/\$\{[^}]*\.(\w+)\}/g, (reference, attribute) =>
    String(json.referenced(reference)[String(attribute)]),
  );
}
