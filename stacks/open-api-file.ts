import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ISynthesisSession, TerraformStack } from "cdktf";
import type { RestApiSettings } from "../settings/environment";
import type { ApiDefinition } from "../modules/api/rest-api/api-definition";
import { openApiDocument, type OpenApiServer } from "../modules/api/rest-api/open-api";

/** Writes the API's OpenAPI document beside the stack's Terraform JSON, whenever that is written. */
export function writeOpenApi(
  stack: TerraformStack,
  definition: ApiDefinition,
  api: RestApiSettings["api"],
): void {
  const document = openApiDocument(definition, {
    authorization: api.authorizer,
    apiKeyRequired: api.usagePlan !== undefined,
    server: serverOf(api),
  });
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize(session: ISynthesisSession) {
      synthesizer.synthesize(session);
      const { synthesizedStackPath } = session.manifest.forStack(stack);
      const folder = dirname(join(session.outdir, synthesizedStackPath));
      writeFileSync(join(folder, "openapi.json"), `${JSON.stringify(document, undefined, 2)}\n`);
    },
  };
}

function serverOf({ domain, stageName }: RestApiSettings["api"]): OpenApiServer {
  if (domain !== undefined) {
    const path = domain.basePath === undefined ? "" : `/${domain.basePath}`;
    return { url: `https://${domain.domainName}${path}` };
  }
  return {
    url: `{address}/${stageName}`,
    variables: {
      address: {
        default: "https://api-id.execute-api.region.amazonaws.com",
        description: "The output `url` of the stack, without the stage's name.",
      },
    },
  };
}
