import { deployment } from "../schema/service/deployment";
import { httpApi } from "../schema/systems/http-api";
import { restApi } from "../schema/systems/rest-api";
import { storeServices } from "../schema/systems/store-service";
import type { Broken } from "./rule";

/*
 * Settings without effect, because another setting overrides them. Each one warns unless it has its default from the
 * schema. A sweep test finds settings that are missing here: __tests__/sweeps.
 */

interface SignIn {
  api: { openApiFile?: string; writeScopes: readonly string[] };
  issuer?: object;
  userPool: object;
}

/** With another issuer there is no user pool, and an imported document has its own authorizers. */
export function unusedSignIn({ api, issuer, userPool }: SignIn): Broken[] {
  const usualPool = httpApi.shape.userPool.parse(undefined);
  return [
    ...(issuer !== undefined && differ(userPool, usualPool)
      ? [unused(["userPool"], "issuer is set, so users sign in there", "Remove one of them")]
      : []),
    ...(api.openApiFile === undefined
      ? []
      : [
          ...(issuer === undefined
            ? []
            : [unused(["issuer"], IMPORTED, "Add it to that document, too")]),
          ...(api.writeScopes.length === 0
            ? []
            : [unused(["api", "writeScopes"], IMPORTED, "Remove it, and set the scopes there")]),
        ]),
  ];
}

const IMPORTED = "api.openApiFile is set and defines authorizers and scopes";

interface Integrated {
  api: { integration: "cloud-map" | "load-balancer" };
  namespace: string;
  services: Record<string, { path: string; priority: number; discoveryName: string }>;
}

/** Cloud Map uses names, a load balancer uses priorities. */
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

const LEAVE_OUT = "Remove it";

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
  deployment: { kind: string; rollback?: string } & RollbackLimits;
}

interface RollbackLimits {
  serverErrorPercent?: number;
  latencyMilliseconds?: number;
  evaluationMinutes: number;
}

interface Protected {
  protections: { rollbackOnAlarms: boolean };
}

/** Limits of alarms that there are none of. */
export function unusedLimits(
  { deployment: given }: Deployed,
  { protections: { rollbackOnAlarms } }: Protected,
): Broken[] {
  if ((given.rollback ?? (rollbackOnAlarms ? "alarms" : "none")) === "alarms") return [];
  const because =
    given.rollback === undefined
      ? "deployment.rollback and the environment's protections.rollbackOnAlarms are not set"
      : 'deployment.rollback is "none"';
  const usual: RollbackLimits = deployment().parse({ kind: "rolling" });
  return (["serverErrorPercent", "latencyMilliseconds", "evaluationMinutes"] as const)
    .filter((limit) => given[limit] !== undefined && given[limit] !== usual[limit])
    .map((limit) => unused(["deployment", limit], because, LEAVE_OUT));
}

interface Breaking extends Deployed {
  service: { circuitBreaker: boolean };
}

/** ECS rolls back a blue/green deployment on alarms, or not at all. */
export function unusedBreaker({ deployment: given, service }: Breaking): Broken[] {
  if (given.kind !== "blue-green-by-ecs") return [];
  return [
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
