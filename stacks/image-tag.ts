import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

const ID = "image_tag";

/**
 * The variable `image_tag`: which release of a system's images a deployment is about. One variable, however often asked
 * for.
 *
 * It has no default: a plan that forgets it would roll back to whatever the default was.
 *
 * @see https://docs.docker.com/reference/cli/docker/image/tag/ for what a tag may be
 */
export function addImageTag(scope: Construct): string {
  const present = scope.node.tryFindChild(ID) as TerraformVariable | undefined;
  return (present ?? newImageTag(scope)).stringValue;
}

function newImageTag(scope: Construct): TerraformVariable {
  return new TerraformVariable(scope, ID, {
    type: "string",
    nullable: false,
    description: "Tag of the image to run, such as 1.0.0. The former tag is the way back.",
    validation: [
      {
        condition:
          '${can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.image_tag)) && var.image_tag != "latest"}',
        errorMessage:
          "image_tag must be 1 to 128 letters, digits, periods, hyphens and underscores, not start with a period or hyphen, and not be latest, which names another image every day.",
      },
    ],
  });
}
