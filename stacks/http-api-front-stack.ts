import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { HttpApiSettings } from "../settings/environment";
import { HttpApi, type HttpApiDefinition } from "../modules/api/http-api/http-api";
import type { HttpRoute } from "../modules/api/http-api/http-route";
import { openApiFile } from "../modules/api/http-api/open-api-file";
import type { JwtIssuer } from "../modules/api/http-api/jwt-authorizer";
import { UserPool } from "../modules/identity/user-pool";
import { UserPoolClient } from "../modules/identity/user-pool-client";
import { Certificate } from "../modules/load-balancing/certificate";
import { HttpApiAlarms } from "../modules/observability/http-api-alarms";
import { Page } from "../modules/web/page";
import { type Surroundings, StoreServicesStack } from "./store-services-stack";

/** Who signs in where. */
export interface Identity {
  /** Whose tokens open the API. */
  readonly issuer: JwtIssuer;
  /** None where another provider has the people. */
  readonly people?: { readonly userPoolId: string; readonly userPoolClientId: string };
}

interface OwnName {
  readonly domainName?: string;
  readonly hostedZoneId?: string;
  readonly certificateArn?: string;
}

/** What is before the services: the API, who may use it, and a page. */
export abstract class HttpApiFrontStack extends StoreServicesStack {
  protected addIdentity(settings: HttpApiSettings, page: Page | undefined): Identity {
    const { issuer } = settings;
    if (issuer !== undefined) return { issuer: { ...issuer, issuer: issuer.url } };
    const { signInPages, ...pool } = settings.userPool;
    const userPool = new UserPool(this, "user-pool", {
      ...pool,
      name: this.node.id,
      deletionProtection: this.environment.protections.deletionProtection,
      domainPrefix: signInPages && this.named(signInPages.domainPrefix),
    });
    const client = new UserPoolClient(this, "user-pool-client", {
      ...pool,
      userPool,
      name: this.node.id,
      callbackUrls: signInPages && (signInPages.callbackUrls ?? [`${page?.origin ?? ""}/`]),
    });
    const { userPoolId } = userPool;
    return {
      issuer: { issuer: userPool.issuer, audience: [client.clientId] },
      people: { userPoolId, userPoolClientId: client.clientId },
    };
  }

  /** Its settings come later, when the API is there that they name. */
  protected addPage({ page }: HttpApiSettings): Page | undefined {
    if (page.kind === "none") return undefined;
    const ownName = this.ownName("page", page, () => this.provideCertificatesOfCloudFront());
    return new Page(this, "page", { name: this.node.id, domain: ownName });
  }

  protected addApi(
    { settings, link }: Pick<Surroundings, "settings" | "link">,
    integrations: Readonly<Record<string, { readonly uri: string }>>,
    issuer: JwtIssuer,
    page: Page | undefined,
  ): HttpApi {
    const { api, corsOrigins, throttling } = settings;
    return new HttpApi(this, "api", {
      name: this.named(settings.environmentName),
      definition: this.definition(settings, { link, integrations, issuer }),
      cors: {
        origins: [...(page === undefined ? [] : [page.origin]), ...corsOrigins],
        methods: ["GET", "PUT"],
      },
      stage: {
        name: api.stageName,
        throttling,
        detailedMetrics: api.detailedMetrics,
        // Under this name API Gateway needs no policy of its own, of which an account has only a few.
        logGroupName: `/aws/vendedlogs/${this.node.id}`,
        logRetentionDays: this.environment.logRetentionDays,
      },
      domain: this.ownName("api", api),
    });
  }

  protected addApiAlarms({ apiId }: HttpApi): void {
    const topicArn = this.topicArn();
    if (topicArn === undefined) return;
    new HttpApiAlarms(this, "alarms", { name: this.node.id, apiId, topicArn });
  }

  private definition(
    { api, services }: HttpApiSettings,
    to: Omit<Extract<HttpApiDefinition, { kind: "routes" }>, "kind" | "routes">,
  ): HttpApiDefinition {
    if (api.openApiFile !== undefined) return openApiFile(this, api.openApiFile);
    const routes = Object.entries(services).flatMap(([name, { path, idName }]) => {
      const item = { path: `${path}/{${idName}}`, integration: name };
      return Object.entries<HttpRoute>({
        [`${name}-get`]: { ...item, method: "GET" },
        [`${name}-put`]: {
          ...item,
          method: "PUT",
          authorized: true,
          scopes: api.writeScopes.length > 0 ? api.writeScopes : undefined,
        },
      });
    });
    return { kind: "routes", ...to, routes: Object.fromEntries(routes) };
  }

  /** A name with its zone and its certificate: the one given, or one that is requested. */
  private ownName(
    part: string,
    { domainName, hostedZoneId: ownZone, certificateArn }: OwnName,
    provider: () => AwsProvider | undefined = () => undefined,
  ) {
    const hostedZoneId = ownZone ?? this.environment.domain?.hostedZoneId;
    if (domainName === undefined || hostedZoneId === undefined) return undefined;
    const name = { domainName, hostedZoneId };
    const requested = () =>
      new Certificate(this, `${part}-certificate`, { ...name, provider: provider() }).arn;
    return { ...name, certificateArn: certificateArn ?? requested() };
  }

  private provideCertificatesOfCloudFront(): AwsProvider {
    return new AwsProvider(this, "aws-us-east-1", {
      alias: "us-east-1",
      region: "us-east-1",
      defaultTags: [{ tags: this.allTags }],
    });
  }
}
