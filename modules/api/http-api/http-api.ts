import {
  Apigatewayv2Api,
  type Apigatewayv2ApiConfig,
} from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Construct } from "constructs";
import { HttpApiAlarms, type HttpApiAlarmsProps } from "../../observability/http-api-alarms";
import { validate } from "../../validation";
import { type Cors, corsArguments, corsChecks } from "./cors";
import { HttpApiDomain, type HttpApiDomainProps } from "./http-api-domain";
import { HttpApiRoutes, type HttpRouting } from "./http-api-routes";
import { DEFAULT_STAGE, HttpApiStage, type HttpApiStageProps } from "./http-api-stage";

export interface HttpApiProps {
  /** Title of the API. */
  readonly name: string;
  /**
   * Routes, integrations and authorizer, defined in one place: as data, from which resources are created, or as an
   * OpenAPI document with API Gateway's extensions, such as the output of `npm run openapi`.
   */
  readonly definition: HttpApiDefinition;
  /** @default no page of another origin may call it */
  readonly cors?: Cors;
  readonly stage: Omit<HttpApiStageProps, "apiId">;
  /** Custom domain name, which disables the generated address. @default - the generated address */
  readonly domain?: Omit<HttpApiDomainProps, "apiId" | "stage">;
  /** @default none */
  readonly alarms?: Pick<
    HttpApiAlarmsProps,
    "name" | "topicArn" | "serverErrorPercent" | "leaveOut"
  >;
}

export type HttpApiDefinition = ({ readonly kind: "routes" } & HttpRouting) | OpenApiDefinition;

export interface OpenApiDefinition {
  readonly kind: "open-api";
  /** The document, which may contain references to resources. */
  readonly body: string;
  /** The document's version, which the API adopts. Without it, every plan would remove the version. @default none */
  readonly version?: string;
}

/**
 * An API Gateway HTTP API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
export class HttpApi extends Construct {
  readonly resource: Apigatewayv2Api;
  readonly apiId: string;
  /** URL of the stage for clients, without a trailing slash. */
  readonly url: string;
  /** Scheme and host of the URL. */
  readonly origin: string;
  /** Routes created from data. */
  readonly routes: HttpApiRoutes | undefined;
  readonly stage: HttpApiStage;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { definition, domain } = props;
    const stageName = props.stage.name ?? DEFAULT_STAGE;
    validate(this, ...corsChecks(props.cors));
    this.resource = this.createApi(props);
    this.apiId = this.resource.id;
    this.routes = this.createRoutes(definition, stageName !== DEFAULT_STAGE);
    this.stage = new HttpApiStage(this, "stage", { ...props.stage, apiId: this.apiId });
    this.origin = this.createDomain(domain);
    // With a custom domain, the stage is mapped to the root path.
    const isRoot = domain !== undefined || stageName === DEFAULT_STAGE;
    this.url = isRoot ? this.origin : `${this.origin}/${stageName}`;
    if (props.alarms) new HttpApiAlarms(this, "alarms", { ...props.alarms, apiId: this.apiId });
  }

  private createApi({ name, definition, cors, domain }: HttpApiProps): Apigatewayv2Api {
    return new Apigatewayv2Api(this, "Default", {
      name,
      protocolType: "HTTP",
      ...corsArguments(cors),
      ...documentArguments(definition),
      // A second address would bypass the protection of the first, such as a firewall.
      disableExecuteApiEndpoint: domain !== undefined,
    });
  }

  private createRoutes(
    definition: HttpApiDefinition,
    namedStage: boolean,
  ): HttpApiRoutes | undefined {
    if (definition.kind === "open-api") return undefined;
    return new HttpApiRoutes(this, "routes", { ...definition, apiId: this.apiId, namedStage });
  }

  private createDomain(domain: HttpApiProps["domain"]): string {
    if (domain === undefined) return this.resource.apiEndpoint;
    const { apiId } = this;
    // Refers to the resource, so that the mapping waits for the stage.
    new HttpApiDomain(this, "domain", { ...domain, apiId, stage: this.stage.resource.id });
    return `https://${domain.domainName}`;
  }
}

/** Fails instead of importing a document that API Gateway supports only in part. */
function documentArguments(definition: HttpApiDefinition): Partial<Apigatewayv2ApiConfig> {
  if (definition.kind === "routes") return {};
  return { body: definition.body, version: definition.version, failOnWarnings: true };
}
