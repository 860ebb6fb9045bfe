import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Responses that the gateway returns instead of the backend. */
export interface ErrorResponse {
  /** Content of the response's `message`. */
  readonly message: string;
  /** @default AWS's own for that kind of error */
  readonly statusCode?: number;
}

export interface ErrorResponsesProps {
  readonly restApiId: string;
  /** By AWS's name of the error, such as `DEFAULT_5XX`. */
  readonly responses: Readonly<Record<string, ErrorResponse>>;
}

/**
 * Custom messages for the gateway's errors, in the same format as the services' error responses.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export class ErrorResponses extends Construct {
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { restApiId, responses }: ErrorResponsesProps) {
    super(scope, id);
    this.resources = Object.entries(responses).map(
      ([responseType, { message, statusCode }]) =>
        new ApiGatewayGatewayResponse(this, responseType, {
          restApiId,
          responseType,
          statusCode: statusCode === undefined ? undefined : `${statusCode}`,
          responseTemplates: { "application/json": JSON.stringify({ message }) },
        }),
    );
  }
}
