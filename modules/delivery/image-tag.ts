import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

const ID = "image_tag";

/**
 * The stack's variable `image_tag`: the release to deploy. The stack has one for all its images.
 *
 * It has no default, because a plan without it would roll back to the default.
 *
 * @see https://docs.docker.com/reference/cli/docker/image/tag/ for what a tag may be
 */
export function imageTagOf(scope: Construct): string {
  const stack = TerraformStack.of(scope);
  const present = stack.node.tryFindChild(ID) as TerraformVariable | undefined;
  return (present ?? addImageTag(stack)).stringValue;
}

function addImageTag(stack: TerraformStack): TerraformVariable {
  return new TerraformVariable(stack, ID, {
    type: "string",
    nullable: false,
    description: "Tag of the image to run, such as 1.0.0. The former tag is the way back.",
    validation: [
      {
        condition: `\${${tagCondition(ID)}}`,
        errorMessage: `${ID} ${TAG_RULE}, which names another image every day.`,
      },
    ],
  });
}

const TAG = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$";

/** Terraform's condition that a variable is a fixed tag. */
export function tagCondition(variable: string): string {
  return `can(regex("${TAG}", var.${variable})) && var.${variable} != "latest"`;
}

/** {@link tagCondition} in words. */
export const TAG_RULE =
  "must be 1 to 128 letters, digits, periods, hyphens and underscores, not start with a period or hyphen, and not be latest";
