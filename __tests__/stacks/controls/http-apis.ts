import { type Controls, each } from "./control";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html */
export const httpApis: Controls = {
  "APIGateway.8": each(
    "aws_apigatewayv2_route",
    ({ authorization_type: type }) => type !== undefined && type !== "NONE",
  ),
  "APIGateway.9": each(
    "aws_apigatewayv2_stage",
    ({ access_log_settings: logs }) => logs?.destination_arn !== undefined,
  ),
};
