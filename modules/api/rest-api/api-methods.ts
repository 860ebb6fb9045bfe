import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { restIntegrationDefaults } from "../../../aws/defaults";
import { accessOf, type Authorization } from "./api-access";
import {
  type ApiDefinition,
  type ApiMethod,
  bodySchema,
  operationName,
  parametersOf,
} from "./api-definition";
import { type ErrorResponse, ErrorResponses } from "./error-responses";
import type { PrivateBackend } from "./private-backend";

export interface ApiMethodsProps extends ApiResourcesProps {
  readonly definition: ApiDefinition;
  readonly backend: PrivateBackend;
  /** @default everybody may call */
  readonly authorization?: Authorization;
  /** Whether callers must send a key of a usage plan. @default false */
  readonly apiKeyRequired?: boolean;
  /** Whether the gateway refuses requests that violate the definition, before they reach the backend. @default false */
  readonly validateRequests?: boolean;
  /** @default AWS's words */
  readonly errorResponses?: Readonly<Record<string, ErrorResponse>>;
  /** @default 29000 */
  readonly timeoutMilliseconds?: number;
}

/** Everything that a REST API deployment copies. */
export class ApiMethods extends Construct {
  /** Resources that must exist before the copy is made. */
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
          timeoutMilliseconds:
            props.timeoutMilliseconds ?? restIntegrationDefaults.timeoutMilliseconds,
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

/** A method's requirements for its callers. */
export interface MethodAccess {
  readonly authorization: "NONE" | "AWS_IAM" | "COGNITO_USER_POOLS";
  readonly authorizerId?: string;
  /** Scopes of an access token. None means ID tokens. */
  readonly scopes?: readonly string[];
  readonly apiKeyRequired: boolean;
}

export interface RestApiMethodProps {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly method: ApiMethod;
  readonly access: MethodAccess;
  readonly backend: PrivateBackend;
  /** Validates parameters and bodies before a request is forwarded. @default no validation */
  readonly requestValidatorId?: string;
  /** Timeout of the integration in milliseconds, 50 to 29000. */
  readonly timeoutMilliseconds: number;
}

/**
 * A REST API method that forwards requests unchanged to a backend in private subnets.
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
      // Always true, because a path without one of them is another path.
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

export interface ApiResourcesProps {
  readonly restApiId: string;
  readonly rootResourceId: string;
}

/** A path part: the construct that contains everything below it, and its resource. */
interface Place {
  readonly scope: Construct;
  readonly path: string;
  readonly id: string;
}

/** The resources of a REST API: one per path part, shared by all methods below it. */
export class ApiResources extends Construct {
  private readonly props: ApiResourcesProps;
  private readonly ids = new Map<string, string>();

  constructor(scope: Construct, id: string, props: ApiResourcesProps) {
    super(scope, id);
    this.props = props;
  }

  /** ID of the resource of a path. Creates the resource and its parents if they do not exist. */
  idOf(path: string): string {
    const root: Place = { scope: this, path: "", id: this.props.rootResourceId };
    const parts = path.split("/").filter((part) => part !== "");
    return parts.reduce<Place>((above, part) => this.below(above, part), root).id;
  }

  private below(above: Place, part: string): Place {
    const scope = scopeOf(above.scope, part);
    const path = `${above.path}/${part}`;
    return { scope, path, id: this.ids.get(path) ?? this.create(scope, path, above.id, part) };
  }

  private create(scope: Construct, path: string, parentId: string, pathPart: string): string {
    const { restApiId } = this.props;
    const { id } = new ApiGatewayResource(scope, "resource", { restApiId, parentId, pathPart });
    this.ids.set(path, id);
    return id;
  }
}

/** The construct of a path part, shared by all paths with the same prefix. */
function scopeOf(parent: Construct, part: string): Construct {
  const name = part.replaceAll(/[{}]/g, "");
  const id = part.startsWith("{") ? `by-${name}` : name;
  const present = parent.node.children.find(({ node }) => node.id === id);
  return present instanceof Construct ? present : new Construct(parent, id);
}
