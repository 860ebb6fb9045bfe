import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { Construct } from "constructs";
import { type ApiMethod, bodySchema, operationName, parametersOf } from "./api-definition";
import type { PrivateBackend } from "./private-backend";

/** What a method asks of its callers. */
export interface MethodAccess {
  readonly authorization: "NONE" | "AWS_IAM" | "COGNITO_USER_POOLS";
  readonly authorizerId?: string;
  /** Of an access token; none takes id tokens. */
  readonly scopes?: readonly string[];
  readonly apiKeyRequired: boolean;
}

export interface RestApiMethodProps {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly method: ApiMethod;
  readonly access: MethodAccess;
  readonly backend: PrivateBackend;
  /** Checks parameters and bodies before a request goes on. @default nothing is checked */
  readonly requestValidatorId?: string;
  /** Milliseconds until the gateway gives up, 50 to 29000. */
  readonly timeoutMilliseconds: number;
}

/**
 * A method of a REST API, handed on as it is to a backend in private subnets.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
export class RestApiMethod extends Construct {
  readonly integration: ApiGatewayIntegration;

  constructor(scope: Construct, id: string, props: RestApiMethodProps) {
    super(scope, id);
    const method = this.addMethod(props);
    this.integration = this.addIntegration(props, method);
  }

  private addMethod(props: RestApiMethodProps): ApiGatewayMethod {
    const { restApiId, resourceId, method, access, requestValidatorId } = props;
    return new ApiGatewayMethod(this, "Default", {
      restApiId,
      resourceId,
      httpMethod: method.httpMethod,
      operationName: operationName(method),
      authorization: access.authorization,
      authorizerId: access.authorizerId,
      authorizationScopes: access.scopes && [...access.scopes],
      apiKeyRequired: access.apiKeyRequired,
      // True: the path has them all, or it would be another path.
      requestParameters: mapped(method, (name) => [`method.request.path.${name}`, true]),
      requestValidatorId,
      requestModels: this.addModel(props),
    });
  }

  private addModel({ restApiId, method }: RestApiMethodProps): Record<string, string> | undefined {
    if (method.body === undefined) return undefined;
    const model = new ApiGatewayModel(this, "body", {
      restApiId,
      name: `${operationName(method)}Body`,
      contentType: "application/json",
      schema: JSON.stringify({
        $schema: "http://json-schema.org/draft-04/schema#",
        ...bodySchema(method.body),
      }),
    });
    return { "application/json": model.name };
  }

  private addIntegration(
    { restApiId, resourceId, method, backend, timeoutMilliseconds }: RestApiMethodProps,
    { httpMethod }: ApiGatewayMethod,
  ): ApiGatewayIntegration {
    return new ApiGatewayIntegration(this, "integration", {
      restApiId,
      resourceId,
      httpMethod,
      type: "HTTP_PROXY",
      integrationHttpMethod: method.httpMethod,
      uri: `${backend.url}${method.backendPath ?? method.path}`,
      connectionType: "VPC_LINK",
      connectionId: backend.connectionId,
      integrationTarget: backend.integrationTarget,
      requestParameters: mapped(method, (name) => [
        `integration.request.path.${name}`,
        `method.request.path.${name}`,
      ]),
      passthroughBehavior: "WHEN_NO_MATCH",
      timeoutMilliseconds,
    });
  }
}

function mapped<Value>(
  { path }: ApiMethod,
  entry: (parameter: string) => [string, Value],
): Record<string, Value> | undefined {
  const parameters = parametersOf(path);
  return parameters.length === 0 ? undefined : Object.fromEntries(parameters.map(entry));
}
