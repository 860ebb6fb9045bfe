import { runInNewContext } from "node:vm";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { HEADERS_FUNCTION } from "../../modules/web/page-headers";
import { running, synthEnvironments } from "../support/environments";
import { rules } from "../support/stack-parts";
import type { TerraformJson } from "../support/synth";
import { containerOf, routeKeys, stores } from "./http-api-fixtures";

const domain = { domain: { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" } };
/** A page that knows Cognito's own sign-in pages, as the project's does not. */
const ownPage = { kind: "hosted", folder: "shop/dist", upload: false } as const;
const types = (json: TerraformJson) => Object.keys(json.json["resource"] as object);

describe("network", () => {
  test("one NAT gateway serves all zones where nat is single", () => {
    const json = stores({ network: { kind: "own", zoneCount: 3, nat: "single" } });
    expect(json.resources("aws_nat_gateway")).toHaveLength(1);
  });

  test("endpoints lead to what the tasks call where nat is none", () => {
    const json = stores({ network: { kind: "own", zoneCount: 3, nat: "none" } });
    expect(json.resources("aws_nat_gateway")).toEqual([]);
    const services = json
      .resources("aws_vpc_endpoint")
      .map(({ service_name: name }) => String(name).replace(/^.*\}\./, ""));
    for (const needed of ["dynamodb", "s3", "ecr.api", "ecr.dkr", "logs"]) {
      expect(services).toContain(needed);
    }
    const [service] = json.resources("aws_ecs_service");
    expect(service!.depends_on.join()).toContain("aws_vpc_endpoint");
  });

  test("a network of somebody else's keeps its own endpoints", () => {
    const json = stores({
      network: {
        kind: "existing",
        vpcId: "vpc-0123456789abcdef0",
        publicSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        privateSubnetIds: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"],
      },
    });
    expect(json.resources("aws_vpc_endpoint")).toEqual([]);
    expect(json.resource("aws_apigatewayv2_vpc_link").subnet_ids).toHaveLength(2);
  });
});

describe("a load balancer in place of Cloud Map", () => {
  const json = stores({ api: { integration: "load-balancer" } });

  test("is internal, admits the link's group only, and is what the integrations name", () => {
    const balancer = json.resource("aws_lb");
    expect(balancer.internal).toBe(true);
    const [group] = balancer.security_groups;
    const [link] = json.resource("aws_apigatewayv2_vpc_link").security_group_ids;
    expect(rules(json, "ingress", group as string)).toEqual([
      expect.objectContaining({ referenced_security_group_id: link, from_port: 80, to_port: 80 }),
    ]);
    for (const { integration_uri: uri } of json.resources("aws_apigatewayv2_integration")) {
      expect(json.referenced(uri as string)).toBe(json.resource("aws_lb_listener"));
    }
    expect(routeKeys(json)).toHaveLength(4);
  });

  test("leads each store's path to its tasks, and leaves no name in Cloud Map", () => {
    const paths = json
      .resources("aws_lb_listener_rule")
      .map(({ condition: [{ path_pattern: pattern }] }) => pattern.values as string[]);
    expect(paths).toEqual([["/foodstore/foods/*"], ["/petstore/pets/*"]]);
    for (const { load_balancer: balancers, service_registries: registries } of json.resources(
      "aws_ecs_service",
    )) {
      expect(registries).toBeUndefined();
      expect(json.referenced(balancers[0].target_group_arn as string).target_type).toBe("ip");
    }
    expect(types(json).filter((type) => type.startsWith("aws_service_discovery"))).toEqual([]);
  });

  test("tries a path within another's first", () => {
    const nested = stores({
      api: { integration: "load-balancer" },
      services: {
        food: { path: "/shop" },
        pet: { path: "/shop/pets" },
      },
    });
    const paths = nested
      .resources("aws_lb_listener_rule")
      .sort(({ priority: one }, { priority: other }) => one - other)
      .map(({ condition: [{ path_pattern: pattern }] }) => (pattern.values as string[])[0]);
    expect(paths).toEqual(["/shop/pets/*", "/shop/*"]);
  });

  test("lets a task finish what an HTTP API waits for, which is 30 s at most", () => {
    for (const { deregistration_delay: delay } of json.resources("aws_lb_target_group")) {
      expect(delay).toBe("30");
    }
  });

  test("is the only peer that the tasks admit", () => {
    const [service] = json.resources("aws_ecs_service");
    const [tasks] = service!.network_configuration.security_groups;
    expect(rules(json, "ingress", tasks as string)).toEqual([
      expect.objectContaining({
        referenced_security_group_id: json.resource("aws_lb").security_groups[0],
        from_port: 8080,
      }),
    ]);
  });
});

test("a stage with a name is taken off the path that a service gets", () => {
  const json = stores({ api: { stageName: "live" } });
  for (const { request_parameters: parameters } of json.resources("aws_apigatewayv2_integration")) {
    expect(parameters).toEqual({ "overwrite:path": "$request.path" });
  }
  expect(json.outputs.url.value).toMatch(/\.api_endpoint\}\/live$/);
  for (const integration of stores().resources("aws_apigatewayv2_integration")) {
    expect(integration.request_parameters).toBeUndefined();
  }
});

test("another issuer's tokens open the API, and then there is no user pool", () => {
  const json = stores({
    issuer: { url: "https://login.example.com/realms/shop", audience: ["stores"] },
    page: { kind: "none" },
  });
  expect(json.resource("aws_apigatewayv2_authorizer").jwt_configuration).toEqual({
    issuer: "https://login.example.com/realms/shop",
    audience: ["stores"],
  });
  expect(types(json).filter((type) => /cognito|cloudfront|s3/.test(type))).toEqual([]);
});

test("scopes are asked for where something is written, and nowhere else", () => {
  const json = stores({
    api: { writeScopes: ["stores/write"] },
    userPool: { signInPages: { domainPrefix: "stores" } },
    page: ownPage,
  });
  for (const route of json.resources("aws_apigatewayv2_route")) {
    const isWrite = String(route.route_key).startsWith("PUT");
    expect(route.authorization_scopes).toEqual(isWrite ? ["stores/write"] : undefined);
  }
});

test("a name of our own gets a certificate and a record, and closes the generated address", () => {
  const json = stores({ api: { domainName: "stores.example.com" } }, domain);
  const name = json.resource("aws_apigatewayv2_domain_name");
  expect(name.domain_name).toBe("stores.example.com");
  expect(name.domain_name_configuration).toMatchObject({
    endpoint_type: "REGIONAL",
    security_policy: "TLS_1_2",
  });
  expect(json.resource("aws_acm_certificate").domain_name).toBe("stores.example.com");
  expect(json.resource("aws_apigatewayv2_api").disable_execute_api_endpoint).toBe(true);
  expect(json.outputs.url.value).toBe("https://stores.example.com");
  const records = json.resources("aws_route53_record").filter(({ alias }) => alias !== undefined);
  expect(records).toHaveLength(1);
});

test("throttling, its access log and detailed metrics are the stage's", () => {
  const stage = (json: TerraformJson) => json.resource("aws_apigatewayv2_stage");
  expect(stage(stores()).default_route_settings).toEqual({
    throttling_rate_limit: 1000,
    throttling_burst_limit: 500,
    detailed_metrics_enabled: false,
  });
  const json = stores({
    throttling: { rateLimit: 20, burstLimit: 5 },
    api: { detailedMetrics: true },
  });
  expect(stage(json).default_route_settings).toEqual({
    throttling_rate_limit: 20,
    throttling_burst_limit: 5,
    detailed_metrics_enabled: true,
  });
  const { destination_arn: group, format } = stage(json).access_log_settings;
  expect(json.referenced(group as string).retention_in_days).toBe(7);
  const fields = JSON.parse(format as string) as Record<string, string>;
  expect(fields.status).toBe("$context.status");
  expect(format).not.toMatch(/authorization|identity\.accessKey/i);
});

test("a person is told of server errors, where the environment names one", () => {
  expect(stores().resources("aws_cloudwatch_metric_alarm")).toHaveLength(0);
  const json = stores({}, { notificationEmail: "operations@example.com" });
  const alarm = json
    .resources("aws_cloudwatch_metric_alarm")
    .find(({ alarm_name: name }) => name === "http-api-dev-server-errors")!;
  expect(alarm).toMatchObject({
    namespace: "AWS/ApiGateway",
    metric_name: "5xx",
    statistic: "Average",
    threshold: 0.05,
    treat_missing_data: "notBreaching",
  });
  expect(json.referenced(alarm.dimensions.ApiId as string)).toBe(
    json.resource("aws_apigatewayv2_api"),
  );
  expect(alarm.alarm_actions).toEqual([expect.stringContaining("aws_sns_topic")]);
});

test("a store of another name follows from its key", () => {
  const json = stores({
    services: { "toy-car": { image: { kind: "reference", reference: "a/b:1" } } },
  });
  expect(routeKeys(json)).toEqual([
    "GET /toy-carstore/toy-cars/{toyCarId}",
    "PUT /toy-carstore/toy-cars/{toyCarId}",
  ]);
  expect(containerOf("toy-car-store", json).name).toBe("ToyCarstoreToyCars");
});

describe("tables and people", () => {
  test.each([
    ["dev", dev, false, false],
    ["staging", staging, true, false],
    ["prod", prod, true, true],
  ] as const)("%s keeps what is worth it", (name, environment, recovers, refuses) => {
    const json = synthEnvironments({ [name]: running("http-api", environment) }).stacks[
      `http-api-${name}`
    ]!;
    for (const table of json.resources("aws_dynamodb_table")) {
      expect(table.point_in_time_recovery.enabled).toBe(recovers);
      expect(table.deletion_protection_enabled).toBe(refuses);
    }
    expect(json.resource("aws_cognito_user_pool").deletion_protection).toBe(
      refuses ? "ACTIVE" : "INACTIVE",
    );
  });

  test("Cognito's own pages lead back to the hosted one", () => {
    const json = stores({
      userPool: { signInPages: { domainPrefix: "acme-stores" } },
      page: ownPage,
    });
    expect(json.resource("aws_cognito_user_pool_domain").domain).toBe("acme-stores");
    const client = json.resource("aws_cognito_user_pool_client");
    expect(client.allowed_oauth_flows).toEqual(["code"]);
    expect(client.callback_urls).toEqual([json.outputs.test_page_url.value]);
  });
});

describe("page", () => {
  const json = stores();

  test("its bucket is read by its distribution only, over TLS", () => {
    const { origin, default_cache_behavior: behavior } = json.resource(
      "aws_cloudfront_distribution",
    );
    expect(json.referenced(origin[0].domain_name as string)).toBe(json.resource("aws_s3_bucket"));
    expect(origin[0].origin_access_control_id).toBeDefined();
    expect(behavior.viewer_protocol_policy).toBe("redirect-to-https");
    const { statement } = json.referenced(json.resource("aws_s3_bucket_policy").policy as string);
    const [read, ...others] = statement.filter((each: Record<string, unknown>) => !each.effect);
    expect(others).toEqual([]);
    expect(read.principals).toEqual([
      { type: "Service", identifiers: ["cloudfront.amazonaws.com"] },
    ]);
    expect(read.condition[0].variable).toBe("AWS:SourceArn");
  });

  test("its settings name the API, the pool, the client and the stores", () => {
    const { key, content, cache_control: cache } = json.resource("aws_s3_object");
    expect([key, cache]).toEqual(["settings.json", "no-cache"]);
    const settings = JSON.parse(
      /^\$\{jsonencode\(([^]*)\)\}$/.exec(content as string)![1]!,
    ) as Record<string, any>;
    expect(settings.apiUrl).toBe(json.outputs.url.value);
    expect(settings.userPoolId).toBe(json.outputs.user_pool_id.value);
    expect(settings.userPoolClientId).toBe(json.outputs.user_pool_client_id.value);
    expect(settings).toMatchObject({
      region: "us-east-2",
      stores: [
        { name: "Food store", path: "/foodstore/foods", idName: "foodId" },
        { name: "Pet store", path: "/petstore/pets", idName: "petId" },
      ],
    });
  });

  test("[2026-11 C8] its settings say how users sign in", () => {
    const settingsWith = (userPool: object, api: object = {}) => {
      const json = stores({ userPool, api, page: { kind: "hosted", upload: false } });
      const { content } = json.resource("aws_s3_object");
      return JSON.parse(/^\$\{jsonencode\(([^]*)\)\}$/.exec(content as string)![1]!) as object;
    };
    expect(settingsWith({ selfSignUp: false, mfa: "required" })).toMatchObject({
      selfSignUp: false,
      mfa: "required",
    });
    const pages = { domainPrefix: "shop" };
    expect(settingsWith({ signInPages: pages }, { writeScopes: ["stores/write"] })).toMatchObject({
      signInPages: {
        domain: expect.stringMatching(/^shop.*\.auth\.us-east-2\.amazoncognito\.com$/),
        scopes: ["openid", "email", "stores/write"],
      },
    });
    const elsewhere = { ...pages, callbackUrls: ["https://shop.example.com/"] };
    expect(settingsWith({ signInPages: elsewhere })).not.toHaveProperty("signInPages");
  });

  test("CORS admits its origin; without it, and without others, there is no CORS", () => {
    const { cors_configuration: cors } = json.resource("aws_apigatewayv2_api");
    expect(`${cors.allow_origins[0]}/`).toBe(json.outputs.test_page_url.value);
    const without = stores({ page: { kind: "none" } });
    expect(without.resource("aws_apigatewayv2_api").cors_configuration).toBeUndefined();
    expect(types(without).filter((type) => /cloudfront|s3/.test(type))).toEqual([]);
  });

  test("under a name of its own, it has a certificate of us-east-1 and records for both kinds of addresses", () => {
    const named = stores(
      { page: { kind: "hosted", upload: false, domainName: "stores.example.com" } },
      domain,
    );
    const { aliases, viewer_certificate: certificate } = named.resource(
      "aws_cloudfront_distribution",
    );
    expect(aliases).toEqual(["stores.example.com"]);
    expect(certificate.minimum_protocol_version).toBe("TLSv1.2_2021");
    const { provider } = named.resource("aws_acm_certificate");
    expect(provider).toBe("aws.us-east-1");
    const kinds = named
      .resources("aws_route53_record")
      .filter(({ alias }) => alias !== undefined)
      .map(({ type }) => type as string);
    expect(kinds.sort()).toEqual(["A", "AAAA"]);
  });

  test("[2026-11 C18] the function makes the policy a header, and says nothing where it knows none, as of a 304", () => {
    const answer = (headers: object) =>
      runInNewContext(`${HEADERS_FUNCTION}; handler(event)`, {
        event: { response: { headers: { ...headers } } },
      }) as { headers: Record<string, { value: string }> };
    const policy = { "x-amz-meta-content-security-policy": { value: "default-src 'self'" } };
    expect(answer(policy).headers["content-security-policy"]!.value).toBe("default-src 'self'");
    expect(answer(policy).headers["x-amz-meta-content-security-policy"]).toBeUndefined();
    expect(answer({}).headers["content-security-policy"]).toBeUndefined();
  });

  test("[2026-11 C19] routes of a page's own script lead to the page, and a missing file to none", () => {
    const functions = (singlePage: boolean) =>
      stores({ page: { kind: "hosted", upload: false, singlePage } });
    expect(functions(false).resources("aws_cloudfront_function")).toHaveLength(1);
    const json = functions(true);
    const associations = json.resource("aws_cloudfront_distribution").default_cache_behavior
      .function_association as { event_type: string; function_arn: string }[];
    const onRequest = associations.find((each) => each.event_type === "viewer-request")!;
    const { code } = json.referenced(onRequest.function_arn);
    const pathOf = (uri: string) =>
      (
        runInNewContext(`${code}; handler(event)`, { event: { request: { uri } } }) as {
          uri: string;
        }
      ).uri;
    expect(["/", "/orders/7", "/v1.2/orders", "/a/"].map(pathOf)).toEqual(
      Array(4).fill("/index.html"),
    );
    expect(["/assets/gone.js", "/settings.json"].map(pathOf)).toEqual([
      "/assets/gone.js",
      "/settings.json",
    ]);
  });
});
