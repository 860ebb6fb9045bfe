import { existsSync, readFileSync } from "node:fs";
import type { Construct } from "constructs";
import { validate } from "../../validation";

/** The text of an OpenAPI document of the user's, whose references to resources Terraform fills in. */
export function openApiFile(scope: Construct, path: string): string {
  const exists = existsSync(path);
  validate(scope, () =>
    exists ? undefined : `\`openApiFile\` must be a file that exists, got ${path}.`,
  );
  return exists ? readFileSync(path, "utf8") : "";
}
