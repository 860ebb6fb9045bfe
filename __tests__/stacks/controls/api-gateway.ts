import { type Controls, each } from "./control";

const stage = "aws_api_gateway_stage";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html */
export const apiGateway: Controls = {
  "APIGateway.1": each(stage, (_, json) =>
    json
      .resources("aws_api_gateway_method_settings")
      .some(({ settings }) => ["ERROR", "INFO"].includes(settings.logging_level)),
  ),
  "APIGateway.2": each(stage, ({ client_certificate_id: id }) => id !== undefined),
  "APIGateway.3": each(stage, ({ xray_tracing_enabled: traced }) => traced === true),
  "APIGateway.4": each(
    stage,
    (_, json) => json.resources("aws_wafv2_web_acl_association").length > 0,
  ),
  "APIGateway.5": each(stage, ({ cache_cluster_enabled: cached }) => cached !== true),
  "APIGateway.8": each(
    "aws_apigatewayv2_route",
    ({ authorization_type: type }) => type !== undefined && type !== "NONE",
  ),
  "APIGateway.9": each(
    "aws_apigatewayv2_stage",
    ({ access_log_settings: logs }) => logs?.destination_arn !== undefined,
  ),
  /** Security Hub looks at routes of HTTP APIs only; the same question about a REST API's methods. */
  "REST methods are authorized": each(
    "aws_api_gateway_method",
    ({ authorization, api_key_required: needsKey }) =>
      authorization !== "NONE" || needsKey === true,
  ),
};
