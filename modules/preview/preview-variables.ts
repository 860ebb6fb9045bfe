import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { dateOfDay, previewName } from "../../aws/delivery/previews";
import type { TextRule } from "../../aws/violation";

/** What tells one preview of a stack from another, as variables that `npm run preview` sets. */
export class PreviewVariables extends Construct {
  readonly name: string;
  readonly createdOn: string;
  readonly expiresOn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.name = this.variable(NAME, "Name of the preview, such as pr-123.", previewName);
    this.createdOn = this.variable("created_on", "Day on which it was created.", dateOfDay);
    this.expiresOn = this.variable(EXPIRES_ON, "Day after which it is removed.", dateOfDay);
  }

  private variable(id: string, description: string, { rule, pattern }: TextRule): string {
    const variable = new TerraformVariable(this, id.replace("_", "-"), {
      type: "string",
      nullable: false,
      description,
      validation: [
        {
          condition: `\${can(regex("${pattern.source}", var.${id}))}`,
          errorMessage: `${id} ${rule.replaceAll('"', "")}.`,
        },
      ],
    });
    variable.overrideLogicalId(id);
    return variable.stringValue;
  }
}

const NAME = "preview_name";
const EXPIRES_ON = "expires_on";

/** Tags of everything that a preview consists of, beside those of its environment. */
export const previewTags: Readonly<Record<string, string>> = {
  Preview: `\${var.${NAME}}`,
  ExpiresOn: `\${var.${EXPIRES_ON}}`,
};
