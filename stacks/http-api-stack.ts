import type { Construct } from "constructs";
import type { Environment, HttpApiSettings } from "../settings/environment";
import type { HttpApi } from "../modules/api/http-api/http-api";
import { VpcLink } from "../modules/api/http-api/vpc-link";
import { PrivateNamespace } from "../modules/service/discovery/private-namespace";
import type { Page } from "../modules/web/page";
import { HttpApiFrontStack, type Identity } from "./http-api-front-stack";
import type { StoreEntry, Way } from "./store-entry-stack";

/** What builds the page, from the project's root. */
const BUILD_PAGE = "npm run page";

/** Stores on Fargate behind an HTTP API, which finds their tasks by Cloud Map; with sign-in, tables and a page. */
export class HttpApiStack extends HttpApiFrontStack {
  private readonly settings: HttpApiSettings;

  constructor(scope: Construct, environment: Environment, settings: HttpApiSettings) {
    super(scope, environment, "http-api");
    this.settings = settings;
    const network = this.addNetwork(settings.network);
    const stores = this.addTables(settings);
    this.addTableEndpoint(network, stores);
    const link = new VpcLink(this, "link", {
      name: this.named(settings.environmentName),
      network,
    });
    const way: Way = { network, link, tasks: this.addTaskGroup(network) };
    const around = {
      ...way,
      ...this.addCluster(settings),
      settings,
      logs: this.addLogs("logs", `/ecs/${this.node.id}`, undefined),
      entry: this.chooseEntry(way),
    };
    const integrations = Object.fromEntries(
      stores.map((store) => [store.name, { uri: this.addStore(around, store) }]),
    );
    const page = this.addPage(settings);
    const identity = this.addIdentity(settings, page);
    const api = this.addApi(around, integrations, identity.issuer, page);
    this.addApiAlarms(api);
    this.publishPage(page, api, identity);
    this.addOutputs({
      url: api.url,
      api_id: api.apiId,
      ...this.storeUrls(api),
      cluster_name: around.cluster.name,
      vpc_id: network.vpcId,
      container_security_group_id: way.tasks.securityGroupId,
      ...(identity.people && {
        user_pool_id: identity.people.userPoolId,
        user_pool_client_id: identity.people.userPoolClientId,
      }),
    });
  }

  private chooseEntry(way: Way): StoreEntry {
    const { api, namespace: name, services } = this.settings;
    if (api.integration === "load-balancer") return this.balancerEntry(way, services);
    const { vpcId } = way.network;
    const namespace = new PrivateNamespace(this, "namespace", { name: this.named(name), vpcId });
    this.addOutputs({ private_dns_namespace: namespace.name });
    return this.cloudMapEntry(way, services, namespace);
  }

  private publishPage(page: Page | undefined, api: HttpApi, { people }: Identity): void {
    const { page: hosting, services } = this.settings;
    const { region } = this.environment;
    if (page === undefined || people === undefined || hosting.kind === "none") return;
    page.publish({
      files: hosting.upload ? { folder: hosting.folder, build: BUILD_PAGE } : undefined,
      settings: {
        region,
        apiUrl: api.url,
        ...people,
        stores: Object.entries(services).map(([name, { path, idName }]) => ({
          name: `${name.charAt(0).toUpperCase()}${name.slice(1)} store`,
          path,
          idName,
        })),
      },
      connectTo: [api.origin, `https://cognito-idp.${region}.amazonaws.com`],
    });
    this.addOutputs({ test_page_url: `${page.origin}/` });
  }

  private storeUrls({ url }: HttpApi): Record<string, string> {
    const stores = Object.entries(this.settings.services);
    return Object.fromEntries(stores.map(([name, { path }]) => [`${name}_url`, `${url}${path}`]));
  }
}
