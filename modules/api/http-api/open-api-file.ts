import { existsSync, readFileSync } from "node:fs";
import type { Construct } from "constructs";
import { validate } from "../../validation";
import type { OpenApiDefinition } from "./http-api";

/** An OpenAPI document of the user's, as JSON, whose references to resources Terraform fills in. */
export function openApiFile(scope: Construct, path: string): OpenApiDefinition {
  const body = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const document = body === undefined ? undefined : parse(body);
  validate(scope, () => {
    if (body === undefined) return `\`openApiFile\` must be a file that exists, got ${path}.`;
    return document === undefined
      ? `\`openApiFile\` must hold an OpenAPI document as JSON, got ${path}.`
      : undefined;
  });
  return { kind: "open-api", body: body ?? "", version: document?.info?.version };
}

interface Document {
  readonly info?: { readonly version?: string };
}

function parse(text: string): Document | undefined {
  try {
    const value = JSON.parse(text) as Document | null;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
