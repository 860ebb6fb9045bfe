import { type Change, warningsOf } from "./settings";

const IMAGE = { kind: "reference", reference: "ghcr.io/acme/shop:1.0.0" };
const OWN = { kind: "own", zoneCount: 2, nat: "single" };
const USUAL: Readonly<Record<string, object>> = {
  "talk-service": {
    services: { a: { priority: 1, image: IMAGE } },
    capacity: { cpuCredits: "unlimited" },
  },
  "rest-api": { network: OWN, services: { a: { priority: 1, image: IMAGE } } },
  "http-api": {
    network: OWN,
    services: { food: { image: IMAGE } },
    page: { kind: "none" },
  },
};

/** Warnings about a system that runs alone, changed by paths within it. */
function warningsAbout(system: string, change: Change): string[] {
  const within = Object.entries(change).map(([path, value]) => [
    `systems.${system}.${path}`,
    value,
  ]);
  return warningsOf({ systems: { [system]: USUAL[system] }, ...Object.fromEntries(within) });
}

const PAGES = { domainPrefix: "acme", callbackUrls: ["https://shop.example.com/"] };
const ISSUER = { url: "https://login.acme.org", audience: ["stores"] };
const OF_IMPORT = "has no effect while api.openApiFile is set and defines authorizers and scopes";

test.each([
  [
    "http-api",
    "userPool",
    { issuer: ISSUER, "userPool.mfa": "optional" },
    "has no effect while issuer is set, so users sign in there. Remove one of them.",
  ],
  [
    "http-api",
    "issuer",
    { issuer: ISSUER, "api.openApiFile": "openapi/stores.json" },
    `${OF_IMPORT}. Add it to that document, too.`,
  ],
  [
    "http-api",
    "api.writeScopes",
    {
      "userPool.signInPages": PAGES,
      "api.writeScopes": ["a/b"],
      "api.openApiFile": "openapi/stores.json",
    },
    `${OF_IMPORT}. Remove it, and set the scopes there.`,
  ],
  [
    "http-api",
    "namespace",
    { namespace: "stores", "api.integration": "load-balancer" },
    'has no effect while api.integration is "load-balancer". Remove it.',
  ],
  [
    "http-api",
    "services.food.discoveryName",
    { "services.food.discoveryName": "dishes", "api.integration": "load-balancer" },
    'has no effect while api.integration is "load-balancer". Remove it.',
  ],
  [
    "http-api",
    "services.food.priority",
    { "services.food.priority": 7 },
    'has no effect while api.integration is "cloud-map". Remove it.',
  ],
  [
    "http-api",
    "page.folder",
    { page: { kind: "hosted", folder: "shop/dist", upload: false } },
    "has no effect while page.upload is false. Remove it.",
  ],
  [
    "rest-api",
    "networkLoadBalancer",
    { "networkLoadBalancer.name": "link", "api.entry": "direct" },
    'has no effect while api.entry is "direct". Remove it.',
  ],
  [
    "talk-service",
    "services.a.deployment.serverErrorPercent",
    {
      "services.a.deployment": {
        kind: "blue-green-by-ecs",
        rollback: "none",
        serverErrorPercent: 2,
      },
    },
    'has no effect while deployment.rollback is "none". Remove it.',
  ],
  [
    "talk-service",
    "services.a.service.circuitBreaker",
    {
      "services.a.deployment": { kind: "blue-green-by-ecs" },
      "services.a.service.circuitBreaker": false,
    },
    'has no effect while deployment.kind is "blue-green-by-ecs". Set deployment.rollback.',
  ],
] as [string, string, Change, string][])(
  "%s: warns that %s has no effect",
  (system, path, change, message) => {
    expect(warningsAbout(system, change)).toEqual([`dev.systems.${system}.${path} ${message}`]);
  },
);

test.each([
  ["http-api", {}],
  ["http-api", { "userPool.signInPages": PAGES, namespace: "stores", "api.writeScopes": ["a/b"] }],
  ["http-api", { issuer: ISSUER }],
  ["http-api", { "api.integration": "load-balancer", "services.food.priority": 7 }],
  ["rest-api", { "networkLoadBalancer.name": "link" }],
  ["rest-api", { "api.entry": "direct" }],
  [
    "talk-service",
    { "services.a.deployment": { kind: "blue-green-by-ecs", serverErrorPercent: 2 } },
  ],
  ["talk-service", { "services.a.service.circuitBreaker": false }],
] as [string, Change][])("%s: says nothing of what has an effect: %j", (system, change) => {
  expect(warningsAbout(system, change)).toEqual([]);
});
