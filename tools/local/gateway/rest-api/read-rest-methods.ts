import type { Target } from "../forwarding";
import {
  type Block,
  isTrue,
  mapOf,
  numberOf,
  requiredText,
  textOf,
  textsOf,
} from "../../../synthesized/fields";
import { belongingTo, type Resources, referenced } from "../../../synthesized/resources";
import {
  LONGEST_REST_INTEGRATION_MS,
  type RequestValidation,
  type RestAuthorization,
  type RestIntegration,
  type RestMethod,
} from "./rest-api-definition";

/** The methods of a REST API with their full paths. */
export function readRestMethods(resources: Resources, api: string): readonly RestMethod[] {
  const integrations = belongingTo(resources, "aws_api_gateway_integration", "rest_api_id", api);
  return belongingTo(resources, "aws_api_gateway_method", "rest_api_id", api).map(({ block }) => {
    const integration = integrations.find(
      (each) =>
        each.block["resource_id"] === block["resource_id"] &&
        each.block["http_method"] === block["http_method"],
    );
    return {
      path: pathOf(resources, block["resource_id"]),
      httpMethod: requiredText(block, "http_method"),
      authorization: authorizationOf(resources, block),
      apiKeyRequired: isTrue(block, "api_key_required"),
      validation: validationOf(resources, api, block),
      integration: integration && integrationOf(resources, integration.block),
    };
  });
}

/** The path of a resource, from its parents. The JSON has no resource for the root. */
function pathOf(resources: Resources, id: unknown): string {
  const block = referenced(resources, id)?.block;
  if (block?.["path_part"] === undefined) return "/";
  const parent = pathOf(resources, block["parent_id"]);
  return `${parent === "/" ? "" : parent}/${requiredText(block, "path_part")}`;
}

function authorizationOf(resources: Resources, block: Block): RestAuthorization {
  const type = requiredText(block, "authorization");
  if (type === "NONE") return { kind: "none" };
  const authorizer = referenced(resources, block["authorizer_id"])?.block;
  if (type !== "COGNITO_USER_POOLS" || !authorizer) return { kind: "unavailable", type };
  const source = textOf(authorizer, "identity_source") ?? "method.request.header.Authorization";
  return {
    kind: "cognito",
    header: source.replace(/^method\.request\.header\./, ""),
    issuers: textsOf(authorizer, "provider_arns").map(issuerOf),
    scopes: textsOf(block, "authorization_scopes"),
  };
}

/** The token issuer of a user pool, by the pool's ARN. */
function issuerOf(arn: string): string {
  const [, , , region, , pool] = arn.split(":");
  return `https://cognito-idp.${region ?? ""}.amazonaws.com/${pool?.replace(/^userpool\//, "") ?? ""}`;
}

function validationOf(resources: Resources, api: string, block: Block): RequestValidation {
  const validator = referenced(resources, block["request_validator_id"])?.block ?? {};
  const models = belongingTo(resources, "aws_api_gateway_model", "rest_api_id", api);
  const schemas = Object.entries(mapOf(block, "request_models")).flatMap(([contentType, name]) => {
    const schema = models.find((model) => model.block["name"] === name)?.block["schema"];
    return typeof schema === "string" ? [[contentType, JSON.parse(schema) as unknown]] : [];
  });
  const parameters = Object.entries(block["request_parameters"] ?? {});
  return {
    requiredParameters: isTrue(validator, "validate_request_parameters")
      ? parameters.filter(([, required]) => required === true).map(([name]) => name)
      : [],
    bodySchemas: isTrue(validator, "validate_request_body")
      ? (Object.fromEntries(schemas) as RequestValidation["bodySchemas"])
      : {},
  };
}

function integrationOf(resources: Resources, block: Block): RestIntegration | undefined {
  if (textOf(block, "type") !== "HTTP_PROXY") return undefined;
  const uri = requiredText(block, "uri");
  const target = targetOf(resources, block, uri);
  return (
    target && {
      target,
      uri,
      httpMethod: textOf(block, "integration_http_method") ?? "ANY",
      timeoutMs: numberOf(block, "timeout_milliseconds") ?? LONGEST_REST_INTEGRATION_MS,
      requestParameters: mapOf(block, "request_parameters"),
    }
  );
}

/**
 * A VPC link (v1) leads to its own load balancer. A VPC link v2 leads to the target of the integration. The host in the URI
 * does not affect this.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
function targetOf(resources: Resources, block: Block, uri: string): Target | undefined {
  const link = referenced(resources, block["connection_id"])?.block ?? {};
  const arn = textOf(block, "integration_target") ?? textsOf(link, "target_arns")[0];
  const { port, protocol } = new URL(uri.replaceAll(/[{}]/g, ""));
  return arn === undefined
    ? undefined
    : {
        kind: "load-balancer",
        arn,
        port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
      };
}
