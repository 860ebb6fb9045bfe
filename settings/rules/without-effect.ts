import { deployment } from "../schema/deployment";
import { httpApi } from "../schema/http-api";
import { restApi } from "../schema/rest-api";
import { storeServices } from "../schema/store-service";
import type { Broken } from "./rule";

/*
 * Settings that change nothing, because another one decides. Each is a warning where it is not its default; what a default
 * is, the schema says. A sweep of the tests finds what is missing here: __tests__/sweeps.
 */

interface SignIn {
  api: { openApiFile?: string; writeScopes: readonly string[] };
  issuer?: object;
  userPool: object;
}

/** People of another issuer have no pool here, and an imported document has authorizers of its own. */
export function unusedSignIn({ api, issuer, userPool }: SignIn): Broken[] {
  const usualPool = httpApi.shape.userPool.parse(undefined);
  return [
    ...(issuer !== undefined && differ(userPool, usualPool)
      ? [
          unused(
            ["userPool"],
            "issuer is given, whose people sign in there",
            "Leave one of them out",
          ),
        ]
      : []),
    ...(api.openApiFile === undefined
      ? []
      : [
          ...(issuer === undefined
            ? []
            : [unused(["issuer"], IMPORTED, "Name it in that document, too")]),
          ...(api.writeScopes.length === 0
            ? []
            : [
                unused(["api", "writeScopes"], IMPORTED, "Leave it out, and name the scopes there"),
              ]),
        ]),
  ];
}

const IMPORTED = "api.openApiFile is given, whose own authorizers and scopes count";

interface Integrated {
  api: { integration: "cloud-map" | "load-balancer" };
  namespace: string;
  services: Record<string, { path: string; priority: number; discoveryName: string }>;
}

/** Cloud Map knows names, a load balancer priorities. */
export function unusedPlaces({ api: { integration }, namespace, services }: Integrated): Broken[] {
  const because = `api.integration is "${integration}"`;
  const balanced = integration === "load-balancer";
  const field = balanced ? "discoveryName" : "priority";
  const usualNamespace = httpApi.shape.namespace.parse(undefined);
  return [
    ...(balanced && namespace !== usualNamespace
      ? [unused(["namespace"], because, LEAVE_OUT)]
      : []),
    ...Object.entries(services).flatMap(([name, its]): Broken[] => {
      const usual = storeServices.parse({ [name]: { path: its.path } })[name];
      return usual === undefined || usual[field] === its[field]
        ? []
        : [unused(["services", name, field], because, LEAVE_OUT)];
    }),
  ];
}

const LEAVE_OUT = "Leave it out";

interface Shown {
  page: { kind: "none" } | { kind: "hosted"; folder: string; upload: boolean };
}

export function unusedFolder({ page }: Shown): Broken[] {
  const usual = httpApi.shape.page.parse(undefined);
  if (page.kind !== "hosted" || usual.kind !== "hosted") return [];
  return page.upload || page.folder === usual.folder
    ? []
    : [unused(["page", "folder"], "page.upload is false", LEAVE_OUT)];
}

interface Entered {
  api: { entry: "nlb" | "direct" };
  networkLoadBalancer: object;
}

export function unusedBalancer({ api: { entry }, networkLoadBalancer }: Entered): Broken[] {
  const usual = restApi.shape.networkLoadBalancer.parse(undefined);
  return entry === "direct" && differ(networkLoadBalancer, usual)
    ? [unused(["networkLoadBalancer"], 'api.entry is "direct"', LEAVE_OUT)]
    : [];
}

interface Deployed {
  deployment: { kind: string; rollback?: string; serverErrorPercent?: number };
  service: { circuitBreaker: boolean };
}

/** ECS takes a blue/green deployment back by alarms, or not at all. */
export function unusedRollback({ deployment: given, service }: Deployed): Broken[] {
  if (given.kind !== "blue-green-by-ecs") return [];
  const usual = deployment().parse({ kind: "blue-green-by-ecs" }) as Deployed["deployment"];
  return [
    ...(given.rollback === "none" && given.serverErrorPercent !== usual.serverErrorPercent
      ? [unused(["deployment", "serverErrorPercent"], 'deployment.rollback is "none"', LEAVE_OUT)]
      : []),
    ...(service.circuitBreaker
      ? []
      : [
          unused(
            ["service", "circuitBreaker"],
            'deployment.kind is "blue-green-by-ecs"',
            "Set deployment.rollback",
          ),
        ]),
  ];
}

function unused(at: readonly string[], because: string, fix: string): Broken {
  return { at, message: `has no effect while ${because}. ${fix}.` };
}

function differ(one: object, other: object): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
