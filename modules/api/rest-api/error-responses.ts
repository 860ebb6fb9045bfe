import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Responses that the gateway returns instead of the backend. */
export interface ErrorResponse {
  /** Text of the answer's `message`. */
  readonly message: string;
  /** @default AWS's own for that kind of error */
  readonly statusCode?: number;
}

export interface ErrorResponsesProps {
  readonly restApiId: string;
  /** By AWS's name of the error, as in `DEFAULT_5XX`. */
  readonly responses: Readonly<Record<string, ErrorResponse>>;
}

/**
 * Own words for errors of the gateway, in the form in which the services answer theirs.
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
