import { dev } from "../fixtures/environments/dev";
import type { EnvironmentSettings } from "../../settings/environment";
import { devRunning, runtimeOf, synthEnvironments } from "../support/environments";
import { rules } from "../support/stack-parts";

type Settings = NonNullable<EnvironmentSettings["systems"]["rest-api"]>;

const restApi = (settings: Settings = {}, environment: Partial<EnvironmentSettings> = {}) =>
  runtimeOf("rest-api", settings, environment);
const nlb = restApi();
const direct = restApi({ api: { entry: "direct" } });

const balancers = (json: typeof nlb, type: string) =>
  json.resources("aws_lb").filter((each) => each["load_balancer_type"] === type);
const application = (json: typeof nlb) => balancers(json, "application")[0]!;

describe("by way of a Network Load Balancer", () => {
  test("[rest-api 21] has an internal one on TCP 80, whose one target is the services' balancer", () => {
    const [balancer, ...others] = balancers(nlb, "network");
    expect(others).toEqual([]);
    expect(balancer).toMatchObject({ name: "ecs-fargate-nlb", internal: true });
    const [listener] = nlb
      .resources("aws_lb_listener")
      .filter(({ protocol }) => protocol === "TCP");
    expect(listener!["port"]).toBe(80);
    expect(nlb.referenced(listener!["load_balancer_arn"])).toBe(balancer);
    const group = nlb.referenced(listener!["default_action"][0].target_group_arn);
    expect(group).toMatchObject({ target_type: "alb", protocol: "TCP", port: 80 });
    const attachment = nlb.resource("aws_lb_target_group_attachment");
    expect(nlb.referenced(attachment["target_group_arn"])).toBe(group);
    expect(nlb.referenced(attachment["target_id"])).toBe(application(nlb));
  });

  test("[rest-api 21] leads to it by a link of the older kind", () => {
    const link = nlb.resource("aws_api_gateway_vpc_link");
    expect(link["name"]).toBe("ecs-fargate-vpc-link");
    expect(nlb.referenced(link["target_arns"][0])).toBe(balancers(nlb, "network")[0]);
    expect(nlb.resources("aws_apigatewayv2_vpc_link")).toEqual([]);
    for (const integration of nlb.resources("aws_api_gateway_integration")) {
      expect(nlb.referenced(integration["connection_id"])).toBe(link);
      expect(integration["integration_target"]).toBeUndefined();
    }
  });

  test("takes any answer of the services' balancer for a sign of life, its 404 too", () => {
    const [group] = nlb
      .resources("aws_lb_target_group")
      .filter(({ target_type }) => target_type === "alb");
    expect(group!["health_check"]).toMatchObject({
      protocol: "HTTP",
      path: "/health-check",
      matcher: "200-499",
    });
  });

  test("attaches the target only once its listener is there", () => {
    const [address] = nlb.resource("aws_lb_target_group_attachment")["depends_on"] as string[];
    expect(nlb.referenced(`\${${address}}`)["protocol"]).toBe("HTTP");
  });

  test("lets nobody but the link in, whose requests no rule could name", () => {
    const [balancer] = balancers(nlb, "network");
    expect(balancer!["enforce_security_group_inbound_rules_on_private_link_traffic"]).toBe("off");
    expect(rules(nlb, "ingress", balancer!["security_groups"][0])).toEqual([]);
  });
});

describe("straight to the services' balancer", () => {
  test("[rest-api 21] has neither a Network Load Balancer nor a link of the older kind", () => {
    expect(balancers(direct, "network")).toEqual([]);
    for (const type of ["aws_api_gateway_vpc_link", "aws_lb_target_group_attachment"]) {
      expect(direct.resources(type)).toEqual([]);
    }
    expect(direct.resources("aws_lb_target_group").map(({ target_type }) => target_type)).toEqual([
      "ip",
      "ip",
    ]);
  });

  test("[rest-api 21] names the balancer as each integration's target, by a link of the newer kind", () => {
    const link = direct.resource("aws_apigatewayv2_vpc_link");
    const integrations = direct.resources("aws_api_gateway_integration");
    expect(integrations).toHaveLength(4);
    for (const integration of integrations) {
      expect(direct.referenced(integration["connection_id"])).toBe(link);
      expect(direct.referenced(integration["integration_target"])).toBe(application(direct));
      expect(integration).toMatchObject({ type: "HTTP_PROXY", connection_type: "VPC_LINK" });
    }
  });

  test("[2026-11 C23] a service gets its own path, whether or not the link leaves the stage in it", () => {
    const rules = direct.resources("aws_lb_listener_rule").map((rule) => ({
      priority: rule.priority as number,
      values: rule.condition[0].path_pattern.values as string[],
      rewrite: rule.transform?.[0].url_rewrite_config.rewrite as
        { regex: string; replace: string } | undefined,
      target: rule.action[0].target_group_arn as string,
    }));
    const forwarded = (path: string) => {
      const matches = (value: string) =>
        new RegExp(`^${value.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(path);
      const [rule] = rules
        .filter(({ values }) => values.some(matches))
        .sort((one, other) => one.priority - other.priority);
      const { regex, replace } = rule?.rewrite ?? { regex: "$^", replace: "" };
      return { target: rule?.target, path: path.replace(new RegExp(regex), replace) };
    };
    const paths = direct
      .resources("aws_api_gateway_integration")
      .map(({ uri }) =>
        (uri as string).replace(/^https?:\/\/[^/]*/, "").replaceAll(/\{\w+\}/g, "7"),
      );
    expect(paths.length).toBe(4);
    for (const path of paths) {
      expect(forwarded(path)).toMatchObject({ path, target: expect.any(String) as string });
      expect(forwarded(`/Test${path}`)).toEqual(forwarded(path));
    }
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
    for (const { transform } of restApi({}).resources("aws_lb_listener_rule"))
      expect(transform).toBeUndefined();
  });

  test("[rest-api 16] lets only the link and the tasks connect to the balancer", () => {
    const link = direct.resource("aws_apigatewayv2_vpc_link");
    const tasks = direct.resources("aws_ecs_service")[0]!["network_configuration"].security_groups;
    const open = rules(direct, "ingress", application(direct)["security_groups"][0]);
    expect(new Set(open.map((rule) => rule["referenced_security_group_id"]))).toEqual(
      new Set([...link["security_group_ids"], ...tasks]),
    );
    for (const rule of open) expect(rule["cidr_ipv4"]).toBeUndefined();
  });

  test("is refused with a provider that may lack its argument, by one clear message", () => {
    expect(() =>
      synthEnvironments(
        devRunning("rest-api", { api: { entry: "direct" } }, { awsProviderVersion: ">= 5.100" }),
      ),
    ).toThrow(
      'dev.systems.rest-api.api.entry must not be "direct" with awsProviderVersion ">= 5.100", which allows versions before 6.25.0 that lack its argument, got "direct". Set awsProviderVersion to "~> 6.25", or choose "nlb".',
    );
  });
});

describe("HTTPS inside", () => {
  const certificate = {
    kind: "existing",
    arn: "arn:aws:acm:us-east-2:111122223333:certificate/11111111-2222-3333-4444-555555555555",
  } as const;
  const secured = restApi({
    loadBalancer: {
      domainName: "students.example.com",
      hostedZoneId: "Z0123456789ABC",
      certificate,
    },
  });

  test("is spoken on all of the way: gateway, both balancers, and among the services", () => {
    expect(
      secured.resources("aws_lb_listener").map(({ protocol, port }) => [protocol, port]),
    ).toEqual([
      ["HTTPS", 443],
      ["TCP", 443],
    ]);
    const [group] = secured
      .resources("aws_lb_target_group")
      .filter(({ target_type }) => target_type === "alb");
    expect(group).toMatchObject({ port: 443, health_check: { protocol: "HTTPS" } });
    for (const { uri } of secured.resources("aws_api_gateway_integration")) {
      expect(uri).toMatch(/^https:\/\/students\.example\.com\//);
    }
    expect(secured.text).toContain(
      '{\\"name\\":\\"PEER_URL\\",\\"value\\":\\"https://students.example.com\\"}',
    );
  });

  test("needs the name that the certificate is for", () => {
    expect(() => restApi({ loadBalancer: { certificate } })).toThrow(
      "dev.systems.rest-api.loadBalancer.domainName must be set with a certificate",
    );
  });
});

describe("[rest-api 22] the deployment's trigger", () => {
  const triggersOf = (settings: Settings) =>
    restApi(settings).resource("aws_api_gateway_deployment")["triggers"] as Record<string, string>;
  const student = {
    priority: 1,
    paths: ["/student", "/student/*"],
    methods: [{ method: "GET" as const, path: "/student/{id}", summary: "Finds a student" }],
  };
  const one = (change: object): Settings => ({ services: { student: { ...student, ...change } } });
  const base = triggersOf(one({}));

  test("is the same for the same API", () => {
    expect(triggersOf(one({}))).toEqual(base);
  });

  const [method] = student.methods;
  test.each<[string, Settings]>([
    ["a method is added", one({ methods: [method, { ...method, method: "DELETE" }] })],
    ["a method goes", one({ methods: [] })],
    ["a method gets another verb", one({ methods: [{ ...method, method: "POST" }] })],
    ["a path changes", one({ methods: [{ ...method, path: "/student/{student_id}" }] })],
    [
      "a backend's path changes",
      one({ methods: [{ ...method, backendPath: "/student/by/{id}" }] }),
    ],
    [
      "a body gets another rule",
      one({
        methods: [{ ...method, method: "POST", body: { name: { type: "string", maxLength: 5 } } }],
      }),
    ],
    ["requests are validated", { ...one({}), api: { validateRequests: true } }],
    ["callers must be somebody", { ...one({}), api: { authorizer: { kind: "iam" } } }],
    ["the time-out changes", { ...one({}), api: { timeoutMilliseconds: 5000 } }],
    [
      "an error gets other words",
      { ...one({}), api: { errorResponses: { DEFAULT_5XX: { message: "Try again." } } } },
    ],
    ["the way in changes", { ...one({}), api: { entry: "direct" } }],
  ])("changes when %s", (_, settings) => {
    expect(triggersOf(settings)["configuration"]).not.toBe(base["configuration"]);
  });

  test.each<[string, Settings]>([
    ["a task's size changes", one({ task: { cpu: 512, memoryMiB: 1024 } })],
    ["a summary changes", one({ methods: [{ ...method, summary: "Reads a student" }] })],
    [
      "the stage is throttled",
      { ...one({}), api: { throttling: { requestsPerSecond: 5, burst: 5 } } },
    ],
  ])("stays when %s", (_, settings) => {
    expect(triggersOf(settings)).toEqual(base);
  });

  test("follows the balancer and the link, which Terraform alone knows", () => {
    expect(nlb.referenced(triggersOf({})["connection"]!)).toBeDefined();
    expect(base["backend"]).toMatch(/^http:\/\/\$\{aws_lb\..*\.dns_name\}$/);
  });

  test("makes the new copy before the former goes, and after every integration is there", () => {
    const deployment = nlb.resource("aws_api_gateway_deployment");
    expect(deployment["lifecycle"]).toEqual({ create_before_destroy: true });
    const integrations = Object.keys(nlb.json["resource"].aws_api_gateway_integration);
    expect(deployment["depends_on"].sort()).toEqual(
      integrations.map((name) => `aws_api_gateway_integration.${name}`).sort(),
    );
  });
});

test("[rest-api 18] names the stage otherwise when told to", () => {
  expect(
    restApi({ api: { stageName: "v2" } }).resource("aws_api_gateway_stage")["stage_name"],
  ).toBe("v2");
  expect(dev.name).toBe("dev");
});
