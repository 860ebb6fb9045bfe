import { choice, flag, list, settings, text } from "./fields";
import { nameIsGiven, ownName } from "./own-name";

/** The HTTP API in front of the services. */
export const gatewayApi = settings({
  /** "$default" has the API's own address; any other is the first step of every path. @default "$default" */
  stageName: text(
    'must be "$default", or 1 to 128 letters, digits, hyphens and underscores',
    /^(\$default|[\w-]{1,128})$/,
  ).default("$default"),
  /** How requests find the tasks: by Cloud Map, or by an internal load balancer. @default "cloud-map" */
  integration: choice("cloud-map", "load-balancer").default("cloud-map"),
  /** Metrics of each route, at a price. @default false */
  detailedMetrics: flag().default(false),
  /** Scopes, one of which a token must have to write. @default any token will do */
  writeScopes: list(
    text('must be 1 to 200 letters, digits and /._:-, as in "stores/write"', /^[\w/.:-]{1,200}$/),
    "scopes",
    0,
    10,
  ).default([]),
  ...ownName({ example: "api.example.com" }),
  /** OpenAPI document to import in place of the routes that follow from the services. @default none */
  openApiFile: text(
    'must be a JSON file within the project, as in "openapi/stores.json"',
    /^(?!.*(^|\/)\.{1,2}(\/|$))[\w.-]{1,100}(\/[\w.-]{1,100}){0,9}\.json$/,
    "Write it from the project's root. `npm run openapi` exports one.",
  ).optional(),
}).check(nameIsGiven);
