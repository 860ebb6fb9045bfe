import * as aws from "../../../aws/networking/api-gateway";
import { tableDefaults } from "../../../aws/defaults";
import * as z from "zod";
import { isHostName } from "../../../aws/names";
import { CLOUDFRONT_REGION } from "../../../aws/regions";
import { balancerShifts } from "../../rules/service/blue-green";
import { tasksFitManaged } from "../../rules/capacity/managed-instances";
import { servicesConnect } from "../../rules/service/service-connect";
import { optionsOfServices } from "../../rules/capacity/platform";
import { apiAndPageDiffer } from "../../rules/service/public-names";
import {
  callbacksHaveAPage,
  issuerHasNoPage,
  scopesAreGiven,
  storesDiffer,
  storesDrain,
  storesWithoutBalancer,
} from "../../rules/systems/store-services";
import { containersOfServices } from "../../rules/containers/task-containers";
import { addContainers, removeContainers } from "../containers/added-containers";
import { idle } from "../operations/asleep";
import { ecsName } from "../containers/container";
import { nameIsGiven, ownName } from "../domain-names";
import { fargateCapacity } from "../capacity/fargate";
import {
  choice,
  flag,
  kindsOf,
  list,
  relativePath,
  settings,
  text,
  textOf,
  wholeNumber,
} from "../fields";
import { network } from "../network";
import { objectives } from "../operations/objectives";
import { serviceConnect } from "../service/service-connect";
import { containerInsights } from "../service/service";
import { storeServices } from "./store-service";
import { userPool } from "./user-pool";
import { systemName } from "../system-name";
import { webAcl } from "../service/web-acl";

/** The HTTP API in front of the services. */
export const gatewayApi = settings({
  /** "$default" is served at the API's address. Any other name is the first segment of every path. @default "$default" */
  stageName: text(
    'must be "$default", or 1 to 128 letters, digits, hyphens and underscores',
    /^(\$default|[\w-]{1,128})$/,
  ).default("$default"),
  /** How requests reach the tasks: through Cloud Map, or through an internal load balancer. @default "cloud-map" */
  integration: choice("cloud-map", "load-balancer").default("cloud-map"),
  /** Metrics per route. AWS charges for them. @default false */
  detailedMetrics: flag().default(false),
  /** Scopes, one of which a token must have to write. @default any token is accepted */
  writeScopes: list(
    text('must be 1 to 200 letters, digits and /._:-, as in "stores/write"', /^[\w/.:-]{1,200}$/),
    "scopes",
    0,
    10,
  ).default([]),
  ...ownName({ example: "api.example.com" }),
  /** OpenAPI document to import instead of the routes that follow from the services. @default none */
  openApiFile: text(
    'must be a JSON file within the project, as in "openapi/stores.json"',
    /^(?!.*(^|\/)\.{1,2}(\/|$))[\w.-]{1,100}(\/[\w.-]{1,100}){0,9}\.json$/,
    "Write it relative to the project's root. `npm run openapi` exports one.",
  ).optional(),
}).check(nameIsGiven);

const hosted = settings({
  kind: z.literal("hosted"),
  /** Folder of the built files, from the project's root. @default "web/dist" */
  folder: text(
    'must be a folder within the project, as in "web/dist"',
    relativePath,
    "Write it relative to the project's root, without a slash at the start or end.",
  ).default("web/dist"),
  /** Whether a deployment uploads the folder. If false, upload the files yourself. @default true */
  upload: flag().default(true),
  /** Whether paths that name no file, as in "/orders/7", lead to index.html, for a page whose script has routes. @default false */
  singlePage: flag().default(false),
  /** A web ACL of AWS WAF in front of the page (CloudFront.6), in us-east-1 with its log. @default none */
  webAcl: webAcl("cloudfront").optional(),
  /**
   * Whether CloudFront measures the latency of the bucket and its cache hits as well, at the price of 8 metrics of CloudWatch.
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewing-cloudfront-metrics.html
   */
  detailedMetrics: flag().default(false),
  ...ownName({ example: "shop.example.com", certificateRegion: CLOUDFRONT_REGION }),
}).check(nameIsGiven);

/** A web page for the users of the API. */
export const page = z.discriminatedUnion(
  "kind",
  [hosted, settings({ kind: z.literal("none") })],
  kindsOf('must be an object with kind "hosted" or "none"'),
);

/** Stores on Fargate behind an HTTP API, without a load balancer. Everyone can read; users who signed in can write. */
export const httpApi = settings({
  /** Name from which the names of the system's parts follow, in place of the reference's (docs/tutorials/your-own-container.md). @default none */
  name: systemName(),
  /** The system's own VPC. @default the environment's, where it has private subnets; a NAT gateway costs about $33 a month */
  network: network.optional(),
  /** Title of the API, and name of its VPC link. @default "ecsapi-demo" */
  environmentName: text(
    "must be 1 to 100 letters, digits, hyphens and underscores",
    /^[\w-]{1,100}$/,
  ).default("ecsapi-demo"),
  /**
   * Name of the ECS cluster.
   * @default "ecsapi-demo-cluster"
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
   */
  clusterName: ecsName().default("ecsapi-demo-cluster"),
  /**
   * Container Insights of the cluster.
   * @default the environment's containerInsights
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
   */
  containerInsights: containerInsights().optional(),
  /** Objectives of availability and latency, whose burn rates are watched. @default none */
  objectives: objectives().optional(),
  /** Private namespace of Cloud Map, whose DNS resolves the services' tasks. @default "service" */
  namespace: text(
    'must be 1 to 100 lowercase letters, digits, hyphens and inner dots, as in "service"',
    (value) => value.length <= 100 && isHostName(value),
  ).default("service"),
  /** Calls of one service to another by name, through proxies that ECS adds to the tasks. @default none */
  serviceConnect: serviceConnect(),
  /** Where the tasks run. */
  capacity: fargateCapacity().prefault({}),
  /** Whether the tasks stop while nobody calls, so that the first request waits minutes: docs/how-to/spend.md. @default they run */
  idle: idle(),
  /** The services by their names. @default food and pet */
  services: storeServices.prefault({ food: {}, pet: {} }),
  /** The DynamoDB tables. */
  tables: settings({
    /** Whether a table can be restored to any second of the last 35 days (DynamoDB.2). @default true */
    pointInTimeRecovery: flag().default(tableDefaults.pointInTimeRecovery),
    /** Whether tables are protected from deletion (DynamoDB.6). @default the environment's protections */
    deletionProtection: flag().optional(),
  }).prefault({}),
  /** The API in front of the services. */
  api: gatewayApi.prefault({}),
  /** Origins whose pages may call the API from a browser, in addition to the hosted page. @default none */
  corsOrigins: list(
    textOf(
      aws.webOrigin,
      "Name each one: with \"*\" any page could call with its visitors' tokens. Only this machine's own may have http.",
    ),
    "origins",
    0,
    50,
  ).default([]),
  /** Limits of the API. Requests above them receive a 429. */
  throttling: settings({
    /**
     * Requests per second, on average.
     * @default 1000
     * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
     */
    rateLimit: wholeNumber(...aws.throttling).default(1000),
    /**
     * Requests at once, before the rate limit applies.
     * @default 500
     * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
     */
    burstLimit: wholeNumber(...aws.throttling).default(500),
  }).prefault({}),
  /** The Cognito user pool whose users may call the API. */
  userPool: userPool.prefault({}),
  /** Another OpenID Connect provider whose tokens the API accepts instead of the user pool's. @default the user pool */
  issuer: settings({
    /** Its URL, under which `/.well-known/openid-configuration` exists. */
    url: textOf(aws.issuerUrl),
    /** Accepted audiences: the `aud` of the tokens. */
    audience: list(
      text("must be 1 to 200 printable characters without $ and %", /^[!-#&-~]{1,200}$/),
      "audiences",
      1,
      50,
    ),
  }).optional(),
  /** The page of the API. @default the page in `web`, hosted */
  page: page.prefault({ kind: "hosted" }),
}).check(
  addContainers,
  storesDiffer,
  storesWithoutBalancer,
  storesDrain,
  balancerShifts,
  issuerHasNoPage,
  scopesAreGiven,
  callbacksHaveAPage,
  apiAndPageDiffer,
  containersOfServices,
  servicesConnect,
  tasksFitManaged,
  optionsOfServices,
  removeContainers,
);
