import { type Change, errorIf, parsed, problemsOf, warningsOf } from "./settings";

const PUSHED = { kind: "repository", pushedElsewhere: true };

/** A change of http-api, which alone runs, by paths within it. */
function httpApi(change: Change = {}): Change {
  return {
    systems: {
      "http-api": {
        network: { kind: "own", zoneCount: 3, nat: "per-zone" },
        services: { food: { image: PUSHED }, pet: { image: PUSHED } },
      },
    },
    ...Object.fromEntries(
      Object.entries(change).map(([path, value]) => [`systems.http-api.${path}`, value]),
    ),
  };
}

/** One test a line, as errorIf, within http-api. */
function storesErrorIf(table: readonly (readonly [string, Change, string])[]): void {
  errorIf(
    table.map(([name, change, message]) => [name, httpApi(change), `systems.http-api.${message}`]),
  );
}

const EXISTING = {
  kind: "existing",
  vpcId: "vpc-0123456789abcdef0",
  publicSubnetIds: ["subnet-00000001", "subnet-00000002"],
};
const CERTIFICATE = "certificate/01234567-89ab-cdef-0123-456789abcdef";
const origins =
  "Name each one: with \"*\" any page could call with its visitors' tokens. Only this machine's own may have http.";

test("a task serves on for as long as the API keeps its address, at the least there can be and with a load balancer for any time", () => {
  const least = { "services.food.container.stopTimeoutSeconds": 90 };
  expect(problemsOf(httpApi(least))).toEqual([]);
  const { container } = parsed(httpApi(least)).systems["http-api"]!.services.food!;
  expect(container.environment.DRAIN_SECONDS).toBe("60");
  const balanced = { "api.integration": "load-balancer" };
  expect(
    problemsOf(httpApi({ ...balanced, "services.food.container.stopTimeoutSeconds": 5 })),
  ).toEqual([]);
});

test("an empty system is the reference's", () => {
  const { network, services, environmentName } = parsed(httpApi()).systems["http-api"]!;
  expect(network).toMatchObject({
    kind: "own",
    cidr: "10.0.0.0/16",
    zoneCount: 3,
    nat: "per-zone",
  });
  expect(environmentName).toBe("ecsapi-demo");
  expect(Object.keys(services)).toEqual(["food", "pet"]);
  expect(services["pet"]).toMatchObject({
    path: "/petstore/pets",
    idName: "petId",
    discoveryName: "pets.petstore",
    image: { kind: "repository", repositoryName: "petstore" },
    task: { cpu: 256, memoryMiB: 512 },
    container: { name: "PetstorePets", port: 8080 },
    serviceScaling: { minTasks: 3, maxTasks: 30 },
  });
});

describe("stores: error if", () => {
  storesErrorIf([
    [
      "a task that Cloud Map finds ends while the API still sends it requests",
      { "services.food.container.stopTimeoutSeconds": 89 },
      'services.food.container.stopTimeoutSeconds must be at least 90 while api.integration is "cloud-map": API Gateway sends requests to a stopped task for 60 s, and ending takes up to 30 s, got 89. Raise it, or use integration "load-balancer".',
    ],
    [
      "a program that Cloud Map finds refuses requests that the API still sends it",
      { "services.food.container.environment.DRAIN_SECONDS": "59" },
      'services.food.container.environment.DRAIN_SECONDS must be at least 60 while api.integration is "cloud-map": API Gateway sends requests to a stopped task for 60 s, got "59". Remove it, or use integration "load-balancer".',
    ],
    [
      "the network has no private subnets",
      { network: { kind: "default-vpc" } },
      'network.kind must be "own", or "existing" with privateSubnetIds, in which the tasks run, got "default-vpc". Use { kind: "own", zoneCount: 2, nat: "single" }: its one NAT gateway costs about $33 per month and $0.045 per GB.',
    ],
    [
      "an image is out of reach",
      {
        network: { kind: "own", zoneCount: 2, nat: "none" },
        services: { food: { image: { kind: "reference", reference: "ghcr.io/acme/food:1.0.0" } } },
      },
      'services.food.image.reference must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach, got "ghcr.io/acme/food:1.0.0". Copy the image to ECR, or give the network a NAT gateway.',
    ],
    [
      "a floor is above its ceiling",
      { services: { food: { serviceScaling: { minTasks: 4, maxTasks: 3 } } } },
      "services.food.serviceScaling.minTasks must not be above maxTasks (3), got 4. Lower minTasks or raise maxTasks.",
    ],
    [
      "two have one path",
      { services: { food: {}, pet: { path: "/foodstore/foods" } } },
      'services.pet.path must differ from that of food, which has routes of this name, got "/foodstore/foods". Choose another name.',
    ],
    [
      "two have one name in Cloud Map",
      { services: { food: {}, pet: { discoveryName: "foods.foodstore" } } },
      'services.pet.discoveryName must differ from that of food, which has a service of Cloud Map of this name, got "foods.foodstore". Choose another name.',
    ],
    [
      "two make one service",
      { services: { food: {}, pet: { service: { name: "food-store" } } } },
      'services.pet.service.name must differ from that of food, which has a service of this name, got "food-store". Choose another name.',
    ],
    [
      "two make one repository",
      {
        services: { food: {}, pet: { image: { kind: "repository", repositoryName: "foodstore" } } },
      },
      'services.pet.image.repositoryName must differ from http-api.services.food.image.repositoryName, which makes a repository of this name, got "foodstore". Choose another name.',
    ],
    [
      "requests are to be counted without a load balancer",
      {
        "services.food.serviceScaling.strategies": [
          { kind: "requests-target", requestsPerTarget: 60 },
        ],
      },
      'services.food.serviceScaling.strategies[0].kind must not be "requests-target" while api.integration is "cloud-map", for only a load balancer counts requests, got "requests-target". Use "cpu-target", or integration "load-balancer".',
    ],
    [
      "a load balancer's checks are to wait without one",
      { "services.food.service.healthCheckGracePeriodSeconds": 20 },
      'services.food.service.healthCheckGracePeriodSeconds must be 0 while api.integration is "cloud-map", for only a load balancer\'s checks can wait, got 20. Set containerCheck.startPeriodSeconds instead.',
    ],
    [
      "a check takes longer than its interval",
      {
        "services.food.containerCheck": { kind: "http", intervalSeconds: 5, timeoutSeconds: 5 },
      },
      "services.food.containerCheck.timeoutSeconds must be below intervalSeconds (5), got 5. Lower it or raise intervalSeconds.",
    ],
    [
      "an id has a hyphen",
      { "services.food.idName": "food-id" },
      'services.food.idName must be 1 to 50 letters and digits, the first a letter, as in "foodId", got "food-id".',
    ],
  ]);
});

describe("API: error if", () => {
  storesErrorIf([
    [
      "every page may call",
      { corsOrigins: ["*"] },
      `corsOrigins[0] must be an origin, as in "https://shop.example.com" or "http://localhost:5173", got "*". ${origins}`,
    ],
    [
      "an origin has a path",
      { corsOrigins: ["https://shop.example.com/"] },
      `corsOrigins[0] must be an origin, as in "https://shop.example.com" or "http://localhost:5173", got "https://shop.example.com/". ${origins}`,
    ],
    [
      "an origin of others has plain http",
      { corsOrigins: ["http://shop.example.com"] },
      `corsOrigins[0] must be an origin, as in "https://shop.example.com" or "http://localhost:5173", got "http://shop.example.com". ${origins}`,
    ],
    [
      "its name has no zone",
      { "api.domainName": "stores.example.com" },
      'api.domainName must not be set without hostedZoneId or the environment\'s domain, because the record needs a zone, got "stores.example.com". Set hostedZoneId, set the environment domain (name and hostedZoneId), or remove domainName.',
    ],
    [
      "a certificate is for no name",
      { "api.certificateArn": `arn:aws:acm:us-east-2:111122223333:${CERTIFICATE}` },
      `api.certificateArn must not be set without domainName, which it is for, got "arn:aws:acm:us-east-2:111122223333:certificate/01234567-89ab…". Set domainName, or remove certificateArn.`,
    ],
    [
      "a certificate is of another region",
      {
        api: {
          domainName: "stores.example.com",
          hostedZoneId: "Z0123",
          certificateArn: `arn:aws:acm:eu-west-1:111122223333:${CERTIFICATE}`,
        },
      },
      `api.certificateArn must be of a certificate in the environment's region (us-east-2), got "arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab…". An API uses certificates of its own region only: request one there.`,
    ],
    [
      "an issuer is not reached by https",
      { issuer: { url: "http://login.example.com", audience: ["stores"] }, page: { kind: "none" } },
      'issuer.url must be an address that starts with https://, as in "https://login.example.com/realms/shop", got "http://login.example.com".',
    ],
    [
      "a document to import is outside the project",
      { "api.openApiFile": "../stores.json" },
      'api.openApiFile must be a JSON file within the project, as in "openapi/stores.json", got "../stores.json". Write it relative to the project\'s root. `npm run openapi` exports one.',
    ],
  ]);
});

describe("page and people: error if", () => {
  storesErrorIf([
    [
      "the page has nobody to sign in with",
      { issuer: { url: "https://login.example.com", audience: ["stores"] } },
      'page.kind must be "none" while issuer is given, for the page signs people in at the user pool, got "hosted". Set page to { kind: "none" }, or leave issuer out.',
    ],
    [
      "sign-in pages lead nowhere",
      { page: { kind: "none" }, "userPool.signInPages": { domainPrefix: "acme-stores" } },
      'userPool.signInPages.callbackUrls must be set while page.kind is "none": the sign-in pages lead back to no page, but is missing. Set the address of the page that users come from.',
    ],
    [
      "a script should sign in with a second factor",
      {
        page: { kind: "none" },
        userPool: { mfa: "required", signInFlows: ["srp", "password"] },
      },
      'userPool.signInFlows must not have "password" while mfa is "required", because a script has no authenticator, got a list of 2 entries. Use ["srp"], or mfa "optional".',
    ],
    [
      "page and API have one name",
      {
        "api.domainName": "stores.example.com",
        "api.hostedZoneId": "Z0123",
        page: { kind: "hosted", domainName: "stores.example.com", hostedZoneId: "Z0123" },
      },
      'page.domainName must differ from api.domainName, whose record it would replace, got "stores.example.com". Choose another name.',
    ],
    [
      "the page's certificate is not where CloudFront looks",
      {
        page: {
          kind: "hosted",
          domainName: "stores.example.com",
          hostedZoneId: "Z0123",
          certificateArn: `arn:aws:acm:us-east-2:111122223333:${CERTIFICATE}`,
        },
      },
      'page.certificateArn must be the ARN of an ACM certificate in us-east-1: its fourth part must be "us-east-1", got "arn:aws:acm:us-east-2:111122223333:certificate/01234567-89ab…".',
    ],
  ]);
});

test("a VPC of somebody else's will do when it has private subnets", () => {
  const network = { ...EXISTING, privateSubnetIds: ["subnet-00000003", "subnet-00000004"] };
  expect(problemsOf(httpApi({ network }))).toEqual([]);
});

describe("warns of", () => {
  test("origins outside the environment's domain", () => {
    const change = {
      ...httpApi({ corsOrigins: ["https://shop.example.com", "https://partner.org"] }),
      domain: { name: "example.com", hostedZoneId: "Z0123" },
    };
    expect(warningsOf(change)).toEqual([
      'dev.systems.http-api.corsOrigins[1] is "https://partner.org", which is not in the environment\'s domain ("example.com"): its pages may call the API as the user who opens them. Remove it unless you trust that site.',
    ]);
  });

  test("more requests than an account allows", () => {
    expect(warningsOf(httpApi({ "throttling.rateLimit": 20_000 }))).toEqual([
      "dev.systems.http-api.throttling.rateLimit is 20000, but an account allows 10000 requests per second for all of its APIs in a region, unless AWS raised the quota. Request a higher quota, or lower it.",
    ]);
  });

  test("root, and tags that move", () => {
    const services = {
      food: {
        image: { kind: "reference", reference: "ghcr.io/acme/food:latest" },
        container: { user: "root" },
      },
    };
    expect(warningsOf(httpApi({ services }))).toHaveLength(2);
  });
});

describe("[2026-11 C8] the page of this project", () => {
  test.each([
    { selfSignUp: false },
    { mfa: "optional" },
    { mfa: "required" },
    { signInPages: { domainPrefix: "shop" } },
  ])("signs users in with %p", (userPool) => {
    expect(problemsOf(httpApi({ userPool }))).toEqual([]);
  });

  test("cannot write with scopes that only sign-in pages give which lead elsewhere", () => {
    const signInPages = { domainPrefix: "shop", callbackUrls: ["https://shop.example.com/"] };
    const settings = { api: { writeScopes: ["stores/write"] }, userPool: { signInPages } };
    expect(problemsOf(httpApi(settings))).toEqual([
      expect.stringContaining(
        "api.writeScopes must be empty while userPool.signInPages.callbackUrls",
      ),
    ]);
    const ownPage = { kind: "hosted", folder: "shop/dist" };
    expect(problemsOf(httpApi({ ...settings, page: ownPage }))).toEqual([]);
    const withoutUrls = { ...settings, userPool: { signInPages: { domainPrefix: "shop" } } };
    expect(problemsOf(httpApi(withoutUrls))).toEqual([]);
  });
});

test("a namespace fits with nameSuffix into a label of DNS", () => {
  const change = { ...httpApi({ namespace: `stores.${"a".repeat(60)}` }), nameSuffix: "-longer" };
  expect(problemsOf(change)).toEqual([
    expect.stringContaining(
      'namespace must have at most 56 characters after its last dot, because DNS allows 63 with nameSuffix "-longer"',
    ),
  ]);
});

test("[2026-11 C9] warns of Cognito's own mailer where the environment is protected", () => {
  const lasting = { ...httpApi(), "protections.deletionProtection": true };
  const email = {
    identityArn: "arn:aws:ses:us-east-2:111122223333:identity/example.com",
    from: "shop@example.com",
  };
  const mailer = (change: Change) =>
    warningsOf(change).filter((warning) => warning.includes("userPool.email"));
  expect(mailer(lasting)).toHaveLength(1);
  expect(mailer({ ...lasting, "systems.http-api.userPool": { email } })).toEqual([]);
  expect(mailer(httpApi())).toEqual([]);
});

describe("[2026-11 C12] http-api is refused where AWS lacks what it is made of", () => {
  test.each([
    ["cn-north-1", "userPool must be removed in cn-north-1 (aws-cn), which has no user pools"],
    [
      "us-gov-west-1",
      "page must be removed in us-gov-west-1 (aws-us-gov), which has no CloudFront",
    ],
  ])("%s", (region, message) => {
    expect(problemsOf({ ...httpApi(), region })).toEqual([expect.stringContaining(message)]);
  });
});

const ACL = "webacl/shop/01234567-89ab-cdef-0123-456789abcdef";
const acl = (region: string, scope: string) =>
  `arn:aws:wafv2:${region}:111122223333:${scope}/${ACL}`;
/** As a message shows it. */
const shown = (arn: string) => `${arn.slice(0, 60)}…`;

describe("web ACLs", () => {
  storesErrorIf([
    [
      "the users' is in another region",
      { "userPool.webAcl": { kind: "existing", arn: acl("eu-west-1", "regional") } },
      `userPool.webAcl.arn must be a web ACL in region (us-east-2), as AWS WAF associates no other, got "${shown(acl("eu-west-1", "regional"))}". Name a web ACL of that region, or change the region.`,
    ],
    [
      "the page's is a regional one",
      { page: { kind: "hosted", webAcl: { kind: "existing", arn: acl("us-east-1", "regional") } } },
      `page.webAcl.arn must be the ARN of a web ACL for CloudFront: its end must be global/webacl/, its name and its id, got "${shown(acl("us-east-1", "regional"))}".`,
    ],
    [
      "the page's is elsewhere than CloudFront's are",
      { page: { kind: "hosted", webAcl: { kind: "existing", arn: acl("us-east-2", "global") } } },
      `page.webAcl.arn must be the ARN of a web ACL for CloudFront: its fourth part must be "us-east-1", got "${shown(acl("us-east-2", "global"))}".`,
    ],
    [
      "an address may send next to nothing",
      { "userPool.webAcl": { kind: "own", requestsPerFiveMinutes: 5 } },
      "userPool.webAcl.requestsPerFiveMinutes must be a whole number from 10 to 2000000000, got 5.",
    ],
  ]);
});

describe("alarms of CloudFront", () => {
  const email = { notificationEmail: "operations@example.com" };
  const topic = (region: string) => `arn:aws:sns:${region}:111122223333:operations`;
  const added = (...add: string[]) => ({ ...httpApi(), ...email, alarms: { add } });

  errorIf([
    [
      "their topic is missing",
      { ...added("page-errors"), notifications: { topicArn: topic("us-east-2") } },
      'notifications.cloudFrontTopicArn must be set where topicArn is and alarms.add has "page-errors", which notifies topics in us-east-1 only, but is missing. Name a topic of us-east-1, or remove "page-errors".',
    ],
    [
      "their topic is missing for a web ACL",
      {
        ...added("blocked-requests"),
        "systems.http-api.page": { kind: "hosted", webAcl: { kind: "own" } },
        notifications: { topicArn: topic("us-east-2") },
      },
      'notifications.cloudFrontTopicArn must be set where topicArn is and alarms.add has "blocked-requests", which notifies topics in us-east-1 only, but is missing. Name a topic of us-east-1, or remove "blocked-requests".',
    ],
    [
      "their topic is elsewhere",
      {
        ...added("page-errors"),
        notifications: { topicArn: topic("us-east-2"), cloudFrontTopicArn: topic("us-east-2") },
      },
      `notifications.cloudFrontTopicArn must be the ARN of a standard SNS topic in us-east-1: its fourth part must be "us-east-1", got "${topic("us-east-2")}".`,
    ],
    [
      "they have a topic of their own where all alarms are in one region",
      {
        ...added("page-errors"),
        region: "us-east-1",
        notifications: { topicArn: topic("us-east-1"), cloudFrontTopicArn: topic("us-east-1") },
      },
      `notifications.cloudFrontTopicArn must be removed in us-east-1, where alarms of CloudFront notify the topic of all others, got "${topic("us-east-1")}". Set topicArn only.`,
    ],
    [
      "the latency of the page is not measured",
      added("page-latency"),
      'systems.http-api.page.detailedMetrics must be true where alarms.add has "page-latency", which reads one of these metrics, got false. Set it, or remove "page-latency".',
    ],
    [
      "a kind is none",
      added("page-error"),
      'alarms.add[0] must be "no-requests", "client-errors", "page-errors", "page-latency", "page-functions", "page-certificate", "throttled-sign-ins", "blocked-requests", "nat-gateway", "task-memory", "task-storage", "database-memory", "database-burst" or "table-errors", got "page-error". Did you mean "page-errors"?',
    ],
  ]);

  test.each([
    ["page-errors", { "systems.http-api.page": { kind: "none" } }, "a hosted page"],
    ["blocked-requests", {}, "a web ACL of its own"],
    ["database-memory", {}, "a database"],
    ["database-burst", {}, "a database"],
    [
      "nat-gateway",
      {
        "systems.http-api.network": {
          ...EXISTING,
          privateSubnetIds: ["subnet-00000003", "subnet-00000004"],
        },
      },
      "a NAT gateway",
    ],
    [
      "nat-gateway",
      { "systems.http-api.network": { kind: "own", zoneCount: 3, nat: "none" } },
      "a NAT gateway",
    ],
    [
      "task-storage",
      { containerInsights: "disabled" },
      "tasks on Fargate with Container Insights, or with a volume of EBS",
    ],
    [
      "throttled-sign-ins",
      {
        "systems.http-api.issuer": { url: "https://login.example.com", audience: ["stores"] },
        "systems.http-api.page": { kind: "none" },
      },
      "a user pool",
    ],
  ] as const)("warns of %s without what it watches", (kind, change, what) => {
    expect(warningsOf({ ...added(kind), ...change })).toContain(
      `dev.alarms.add has "${kind}" without effect, because no system has ${what}. Remove it.`,
    );
    expect(warningsOf(added("client-errors")).join()).not.toContain("alarms.add");
  });

  test.each([
    ["nat-gateway", {}],
    ["task-storage", {}],
    [
      "task-storage",
      {
        containerInsights: "disabled",
        "systems.http-api.services.food.volumes": { disk: { kind: "ebs", sizeGiB: 10 } },
        "systems.http-api.services.food.container.mounts": { "/data": { volume: "disk" } },
      },
    ],
    ["table-errors", {}],
    ["no-requests", {}],
    ["task-memory", {}],
  ] as const)("lets pass %s where it watches something, by %j", (kind, change) => {
    expect(warningsOf({ ...added(kind), ...change }).join()).not.toContain("alarms.add");
  });

  test("warns of a number of blocked requests that no alarm compares", () => {
    const warned = (alarms: object) => warningsOf({ ...httpApi(), ...email, alarms });
    expect(warned({ blockedRequests: 9 })).toContain(
      'dev.alarms.blockedRequests has no effect while alarms.add lacks "blocked-requests". Add it, or remove blockedRequests.',
    );
    expect(warned({ blockedRequests: 1000 }).join()).not.toContain("blockedRequests");
  });

  test("warns of a topic that none of them notifies", () => {
    const notifications = { topicArn: topic("us-east-2"), cloudFrontTopicArn: topic("us-east-1") };
    expect(warningsOf({ ...httpApi(), notifications })).toContain(
      "dev.notifications.cloudFrontTopicArn has no effect while no alarm of CloudFront is added. Add one to alarms.add, or remove it.",
    );
  });
});

describe("e-mails of users", () => {
  const identity = (region: string, of = "example.com", account = "111122223333") =>
    `arn:aws:ses:${region}:${account}:identity/${of}`;
  const from = "shop@example.com";

  storesErrorIf([
    [
      "an identity is in a region that the pool does not send by",
      { "userPool.email": { from, identityArn: identity("eu-central-1") } },
      `userPool.email.identityArn must be an identity in us-east-2, us-east-1, us-west-2 or eu-west-1, as the user pool sends by no other, got "${identity("eu-central-1")}". Verify the domain or the address there, and name that identity.`,
    ],
    [
      "the sender is not of the identity",
      { "userPool.email": { from: "shop@example.org", identityArn: identity("us-east-1") } },
      'userPool.email.from must be an address of the identity, as SES sends from no other, got "shop@example.org". Change it, or name the identity that it belongs to.',
    ],
    [
      "a new identity has no zone",
      { "userPool.email": { from } },
      "userPool.email.identityArn must be set without hostedZoneId or the environment's domain, because a new identity needs a zone for its records, but is missing. Set one of the three.",
    ],
    [
      "a zone is set for an existing identity",
      {
        "userPool.email": {
          from,
          identityArn: identity("us-east-1"),
          hostedZoneId: "Z0123456789EXAMPLE",
        },
      },
      'userPool.email.hostedZoneId must not be set with identityArn, because it is for a new identity, got "Z0123456789EXAMPLE". Remove one of them.',
    ],
    [
      "a name has an address in it",
      { "userPool.email": { from, fromName: "Shop <a@b>", identityArn: identity("us-east-1") } },
      `userPool.email.fromName must be 1 to 64 letters, digits, spaces, hyphens and apostrophes, as in "Acme Stores", got "Shop <a@b>".`,
    ],
  ]);

  test.each([
    [{ from, identityArn: identity("us-east-2") }],
    [{ from: "shop@mail.example.com", identityArn: identity("eu-west-1") }],
    [{ from, identityArn: identity("us-west-2", from) }],
    [{ from: "a@anything.org", hostedZoneId: "Z0123456789EXAMPLE" }],
  ])("%j is taken", (email) => {
    expect(problemsOf(httpApi({ "userPool.email": email }))).toEqual([]);
  });

  test("a new identity is in the environment's domain", () => {
    const domain = { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" };
    const sentFrom = (address: string) =>
      problemsOf({ ...httpApi({ "userPool.email": { from: address } }), domain });
    expect(sentFrom("shop@mail.example.com")).toEqual([]);
    expect(sentFrom("shop@notexample.com")).toEqual([
      'dev.systems.http-api.userPool.email.from must be in the environment\'s domain ("example.com"), got "shop@notexample.com". Change it, set the hostedZoneId of its own zone, or name an identity.',
    ]);
  });

  test("an identity is in the environment's account", () => {
    const inAccount = (account: string) =>
      problemsOf({
        ...httpApi({
          "userPool.email": { from, identityArn: identity("us-east-1", "example.com", account) },
        }),
        accountId: "111122223333",
      });
    expect(inAccount("111122223333")).toEqual([]);
    expect(inAccount("444455556666").join()).toContain(
      "or eu-west-1, in account 111122223333, as the user pool sends by no other",
    );
  });
});

describe("responses to risks", () => {
  storesErrorIf([
    [
      "nothing enforces them",
      { "userPool.riskResponses": {}, "userPool.threatProtection": "audit" },
      'userPool.threatProtection must be "enforced" where riskResponses is set, which is what it does, got "audit". Set it, or remove riskResponses.',
    ],
    [
      "a notification has no sender",
      {
        "userPool.threatProtection": "enforced",
        "userPool.riskResponses": { high: { action: "block" } },
      },
      "userPool.riskResponses.high.notify must be false without email, because only SES sends notifications of risks, got true. Set it to false, or set email.",
    ],
    [
      "nobody has the second factor that is required",
      {
        "userPool.threatProtection": "enforced",
        "userPool.riskResponses": { medium: { action: "mfa-required", notify: false } },
      },
      'userPool.riskResponses.medium.action must not be "mfa-required" while mfa is "off", as nobody has a second factor, got "mfa-required". Set mfa to "optional", or use "block".',
    ],
    [
      "a block has host bits",
      {
        "userPool.threatProtection": "enforced",
        "userPool.riskResponses": { trustedCidrs: ["10.0.0.1/8"] },
      },
      'userPool.riskResponses.trustedCidrs[0] must be an IPv4 block without host bits, as in "203.0.113.0/24", got "10.0.0.1/8".',
    ],
  ]);
});
