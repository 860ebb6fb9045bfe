import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type ApiDefinition, operationName } from "./api-definition";
import { RestApiMethod } from "./api-method";
import { ApiResources, type ApiResourcesProps } from "./api-resources";
import { type Authorization, accessOf } from "./authorizer";
import { type ErrorResponse, ErrorResponses } from "./error-responses";
import type { PrivateBackend } from "./private-backend";

export interface ApiMethodsProps extends ApiResourcesProps {
  readonly definition: ApiDefinition;
  readonly backend: PrivateBackend;
  /** @default everybody may call */
  readonly authorization?: Authorization;
  /** Whether callers must show a key of a usage plan. @default false */
  readonly apiKeyRequired?: boolean;
  /** Whether the gateway refuses requests that break the definition, before they reach the backend. @default false */
  readonly validateRequests?: boolean;
  /** @default AWS's words */
  readonly errorResponses?: Readonly<Record<string, ErrorResponse>>;
  /** @default 29000 */
  readonly timeoutMilliseconds?: number;
}

/** All that a deployment of a REST API takes a copy of. */
export class ApiMethods extends Construct {
  /** What must exist before the copy is taken. */
  readonly deployed: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ApiMethodsProps) {
    super(scope, id);
    const { restApiId, definition, backend } = props;
    const access = {
      ...accessOf(this, restApiId, props.authorization),
      apiKeyRequired: props.apiKeyRequired ?? false,
    };
    const requestValidatorId = this.addValidator(props);
    const resources = new ApiResources(this, "resources", props);
    const methods = definition.methods.map(
      (method) =>
        new RestApiMethod(this, operationName(method), {
          restApiId,
          resourceId: resources.idOf(method.path),
          method,
          access,
          backend,
          requestValidatorId,
          timeoutMilliseconds: props.timeoutMilliseconds ?? 29_000,
        }),
    );
    const responses = new ErrorResponses(this, "errors", {
      restApiId,
      responses: props.errorResponses ?? {},
    });
    this.deployed = [...methods.map(({ integration }) => integration), ...responses.resources];
  }

  private addValidator({ restApiId, validateRequests }: ApiMethodsProps): string | undefined {
    if (validateRequests !== true) return undefined;
    return new ApiGatewayRequestValidator(this, "validator", {
      restApiId,
      name: "body-and-parameters",
      validateRequestBody: true,
      validateRequestParameters: true,
    }).id;
  }
}
