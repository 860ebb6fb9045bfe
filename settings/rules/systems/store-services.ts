import { discoveryDefaults } from "../../../aws/defaults";
import { withoutBalancerMetrics } from "../scaling/counted-requests";
import { type Broken, broken, rule, systemRule } from "../rule";
import type { ServiceScalingStrategy } from "../../schema/scaling/service-scaling";

interface Store {
  path: string;
  priority: number;
  discoveryName: string;
  container: { port: number };
  service: { name: string; healthCheckGracePeriodSeconds: number };
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}

interface Stores {
  services: Record<string, Store>;
}

/** What of a store may be there only once, and what that is. */
const unique: Readonly<Record<string, readonly [string, (store: Store) => string | number]>> = {
  path: ["routes", ({ path }) => path],
  priority: ["a rule of the load balancer", ({ priority }) => priority],
  discoveryName: ["a service of Cloud Map", ({ discoveryName }) => discoveryName],
  "service.name": ["a service", ({ service }) => service.name],
};

export const storesDiffer = rule<Stores>(["services"], ({ services }) => {
  const stores = Object.entries(services);
  return Object.entries(unique).flatMap(([field, [thing, of]]) =>
    stores.flatMap(([name, store], index): Broken[] => {
      const twin = stores.slice(0, index).find(
        ([, earlier]) =>
          of(earlier) === of(store) &&
          // Paths that are alike have priorities that are alike, and one message is enough.
          (field !== "priority" || earlier.path !== store.path),
      );
      return twin === undefined
        ? []
        : [
            broken(
              ["services", name, ...field.split(".")],
              `must differ from that of ${twin[0]}, which has ${thing} of this name`,
              of(store),
              "Choose another name.",
            ),
          ];
    }),
  );
});

interface Reached extends Stores {
  api: { integration: "cloud-map" | "load-balancer" };
}

/** What only a load balancer knows or does. */
export const storesWithoutBalancer = rule<Reached>(
  ["services", "api.integration"],
  ({ services, api: { integration } }) =>
    integration === "load-balancer"
      ? undefined
      : Object.entries(services).flatMap(([name, { service, serviceScaling }]): Broken[] => [
          ...(service.healthCheckGracePeriodSeconds === 0
            ? []
            : [
                broken(
                  ["services", name, "service", "healthCheckGracePeriodSeconds"],
                  'must be 0 while api.integration is "cloud-map", for only a load balancer\'s checks can wait',
                  service.healthCheckGracePeriodSeconds,
                  "Set containerCheck.startPeriodSeconds instead.",
                ),
              ]),
          ...withoutBalancerMetrics(
            serviceScaling.strategies,
            ' while api.integration is "cloud-map", for only a load balancer counts requests',
            'Use "cpu-target", or integration "load-balancer".',
          ).map(({ at, message }) => ({ at: ["services", name, ...at], message })),
        ]),
);

/** What a program needs after its last request: 25 s for requests in flight, and its end. */
export const SECONDS_TO_FINISH = 30;

interface Drained extends Reached {
  services: Record<
    string,
    Store & {
      container: { stopTimeoutSeconds: number; environment: Readonly<Record<string, string>> };
    }
  >;
}

/**
 * ECS sends SIGTERM as soon as a task is taken out of Cloud Map, and API Gateway keeps its address for the TTL of the record.
 * @see https://github.com/aws/containers-roadmap/issues/1639
 */
export const storesDrain = rule<Drained>(
  ["services", "api.integration"],
  ({ services, api: { integration } }) =>
    integration === "load-balancer"
      ? undefined
      : Object.entries(services).flatMap(([name, { container }]): Broken[] => {
          const { stopTimeoutSeconds, environment } = container;
          const { ttlSeconds } = discoveryDefaults;
          const drainSeconds = Number(environment.DRAIN_SECONDS ?? ttlSeconds);
          const why = `while api.integration is "cloud-map": API Gateway sends requests to a stopped task for ${ttlSeconds} s`;
          if (stopTimeoutSeconds < ttlSeconds + SECONDS_TO_FINISH) {
            return [
              broken(
                ["services", name, "container", "stopTimeoutSeconds"],
                `must be at least ${ttlSeconds + SECONDS_TO_FINISH} ${why}, and ending takes up to ${SECONDS_TO_FINISH} s`,
                stopTimeoutSeconds,
                'Raise it, or use integration "load-balancer".',
              ),
            ];
          }
          return drainSeconds >= ttlSeconds
            ? []
            : [
                broken(
                  ["services", name, "container", "environment", "DRAIN_SECONDS"],
                  `must be at least ${ttlSeconds} ${why}`,
                  environment.DRAIN_SECONDS,
                  'Remove it, or use integration "load-balancer".',
                ),
              ];
        }),
);

/** A label of a host name. @see https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html */
const MAX_LABEL = 63;

/** The suffix is added to the last label of the namespace. */
export const namespaceFits = systemRule<
  { nameSuffix: string },
  { namespace: string; api: { integration: string } }
>(
  { environment: ["nameSuffix"], system: ["namespace", "api.integration"] },
  ({ namespace, api: { integration } }, { nameSuffix }) => {
    const last = namespace.split(".").at(-1) ?? "";
    return integration !== "cloud-map" || last.length + nameSuffix.length <= MAX_LABEL
      ? undefined
      : broken(
          "namespace",
          `must have at most ${MAX_LABEL - nameSuffix.length} characters after its last dot, because DNS allows ${MAX_LABEL} with nameSuffix "${nameSuffix}"`,
          namespace,
          "Shorten it or nameSuffix.",
        );
  },
);

interface WithPage {
  issuer?: object;
  page: { kind: "hosted"; folder: string } | { kind: "none" };
  userPool: { signInPages?: { callbackUrls?: string[] } };
}

/** The page signs people in at the user pool, which nobody would have then. */
export const issuerHasNoPage = rule<WithPage>(["issuer", "page.kind"], ({ issuer, page }) =>
  issuer !== undefined && page.kind === "hosted"
    ? broken(
        "page.kind",
        'must be "none" while issuer is given, for the page signs people in at the user pool',
        page.kind,
        'Set page to { kind: "none" }, or leave issuer out.',
      )
    : undefined,
);

export const callbacksHaveAPage = rule<WithPage>(
  ["page.kind", "userPool.signInPages"],
  ({ page, userPool: { signInPages } }) =>
    signInPages !== undefined && signInPages.callbackUrls === undefined && page.kind === "none"
      ? broken(
          "userPool.signInPages.callbackUrls",
          'must be set while page.kind is "none": the sign-in pages lead back to no page',
          undefined,
          "Set the address of the page that users come from.",
        )
      : undefined,
);

interface Scoped extends WithPage {
  api: { writeScopes: string[] };
}

/** The page of this project. It sends its users to Cognito's sign-in pages where these lead back to it. */
const SAMPLE_PAGE = "web/dist";

/** Who signs in on a page of one's own gets a token without scopes of one's own: every write would be refused. */
export const scopesAreGiven = rule<Scoped>(
  ["issuer", "api.writeScopes", "userPool.signInPages", "page"],
  ({ issuer, api: { writeScopes }, page, userPool: { signInPages } }) => {
    if (issuer !== undefined || writeScopes.length === 0) return undefined;
    if (signInPages === undefined) {
      return broken(
        "api.writeScopes",
        "must be empty without userPool.signInPages or issuer, because only Cognito's sign-in pages issue scopes",
        writeScopes,
        "Remove it: then every signed-in user may write.",
      );
    }
    if (
      signInPages.callbackUrls !== undefined &&
      page.kind === "hosted" &&
      page.folder === SAMPLE_PAGE
    ) {
      return broken(
        "api.writeScopes",
        `must be empty while userPool.signInPages.callbackUrls is set and page.folder is "${SAMPLE_PAGE}", whose own forms get no scopes`,
        writeScopes,
        "Remove callbackUrls: then the page uses Cognito's sign-in pages. Or host a page of your own.",
      );
    }
    const unknown = writeScopes.find((scope) => !/^[^/].*\/[^/]+$/.test(scope));
    return unknown === undefined
      ? undefined
      : broken(
          "api.writeScopes",
          'must be a resource server and a scope with a slash between, as in "stores/write"',
          unknown,
          "Write both.",
        );
  },
);
