import * as fc from "fast-check";
import { previewName } from "../../aws/delivery/previews";
import type { EnvironmentSettings } from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { containerDefinitions } from "../support/container-definitions";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Systems = EnvironmentSettings["systems"];

const host = { kind: "host", domainName: "preview.example.com" } as const;
const services = {
  talk: { priority: 2, paths: ["/talk", "/talk/*"] },
  speaker: { priority: 1, paths: ["/talk/speakers"] },
};

function stacksOf(systems: Systems, settings: Partial<EnvironmentSettings> = {}) {
  return synthEnvironments({ dev: { ...dev, loadTest: undefined, ...settings, systems } });
}

const usual = stacksOf({
  "http-scale-out": {
    previews: {},
    container: {
      environment: { MODE: "full" },
      secrets: { TOKEN: "arn:aws:ssm:us-east-2:111122223333:parameter/token" },
    },
    service: { permissions: { statements: [{ actions: ["sqs:SendMessage"], resources: ["*"] }] } },
    beforeRelease: { command: ["migrate"] },
    scheduledTasks: { nightly: { schedule: "rate(1 day)", command: ["clean-up"] } },
  },
  "talk-service": { previews: { tasks: 2, routing: host }, services },
});
const system = usual.stacks["http-scale-out-dev"]!;
const preview = usual.stacks["preview-http-scale-out-dev"]!;
const talk = usual.stacks["preview-talk-service-dev"]!;

const outputsOf = ({ json }: TerraformJson) =>
  json["output"] as Readonly<Record<string, { readonly value: unknown }>>;

/** Texts of a stack with the values of its variables. */
const textsOf = (json: TerraformJson, name: string): string =>
  JSON.stringify(json.json).replaceAll("${var.preview_name}", name);

it("does not exist unless the system has previews", () => {
  const names = Object.keys(stacksOf({ "http-scale-out": {} }).stacks);
  expect(names.join()).not.toContain("preview");
});

it("is deployed after the system, and reads what both share from a parameter that the system writes", () => {
  expect(usual.dependencies["preview-http-scale-out-dev"]).toEqual(["http-scale-out-dev"]);
  const written = system.resource("aws_ssm_parameter");
  expect(preview.json["data"]).toMatchObject({
    aws_ssm_parameter: { ground_parameter: { name: written["name"] } },
  });
  const read = new Set(JSON.stringify(preview.json).match(/(?<=local\.ground\.)\w+/g));
  for (const field of read) expect(written["value"]).toContain(`"${field}"`);
});

it("keeps the state of each preview by itself", () => {
  expect(preview.json["terraform"]).toMatchObject({
    backend: { s3: { workspace_key_prefix: "preview-http-scale-out-dev", use_lockfile: true } },
  });
});

it("tags everything with the preview and its expiry date, beside the environment's tags", () => {
  const tagged = stacksOf({ "http-scale-out": { previews: {} } }, { tags: { Team: "web" } }).stacks[
    "preview-http-scale-out-dev"
  ]!;
  const [provider] = (tagged.json["provider"] as { aws: { default_tags: unknown[] }[] }).aws;
  expect(provider?.default_tags).toEqual([
    {
      tags: {
        Project: "http-scale-out",
        Environment: "dev",
        System: "preview-http-scale-out",
        ManagedBy: "terraform",
        Team: "web",
        Preview: "${var.preview_name}",
        ExpiresOn: "${var.expires_on}",
      },
    },
  ]);
});

it("runs the container of the system, with its environment, its secrets and its permissions", () => {
  const definitions = (json: TerraformJson) =>
    containerDefinitions(
      json.resource("aws_ecs_task_definition")["container_definitions"] as string,
    ).map((container) => ({ ...container, logConfiguration: undefined }));
  expect(definitions(preview)).toEqual(definitions(system));
  const policies = (json: TerraformJson) =>
    Object.keys(json.json["resource"] as object).filter((type) => type.startsWith("aws_iam"));
  expect(policies(preview)).toContain("aws_iam_role_policy");
  expect(JSON.stringify(preview.json["data"])).toContain("sqs:SendMessage");
});

it("has a fixed number of tasks, and neither migrates shared data nor runs on a schedule", () => {
  expect(preview.resource("aws_ecs_service")).toMatchObject({
    desired_count: 1,
    wait_for_steady_state: true,
  });
  const types = Object.keys(preview.json["resource"] as object);
  expect(types.filter((type) => /autoscaling|scheduler|lambda|alarm/.test(type))).toEqual([]);
  expect(talk.resources("aws_ecs_service").map((service) => service["desired_count"])).toEqual([
    2, 2,
  ]);
});

it("leaves no task definition behind", () => {
  expect(preview.resource("aws_ecs_task_definition")).toMatchObject({
    skip_destroy: false,
    lifecycle: { create_before_destroy: true },
  });
});

it("leaves the numbers of its rules to the provider, in the order of the services", () => {
  const rules = (talk.json["resource"] as Record<string, Record<string, Record<string, unknown>>>)[
    "aws_lb_listener_rule"
  ]!;
  for (const rule of Object.values(rules)) expect(rule["priority"]).toBeUndefined();
  expect(rules["speaker-service_rule"]!["depends_on"]).toBeUndefined();
  expect(rules["talk-service_rule"]!["depends_on"]).toEqual([
    "aws_lb_listener_rule.speaker-service_rule",
  ]);
});

it("routes by the first part of the path, which it removes", () => {
  expect(preview.resource("aws_lb_listener_rule")).toMatchObject({
    listener_arn: "${local.ground.listener_arn}",
    condition: [{ path_pattern: { values: ["/${var.preview_name}/*"] } }],
    transform: [
      {
        url_rewrite_config: { rewrite: { regex: "^/${var.preview_name}(/.*)$", replace: "$1" } },
      },
    ],
  });
  expect(system.resource("aws_ssm_parameter")["value"]).toContain(":8080/%s/");
});

it("routes by host name, with the paths of the services", () => {
  expect(talk.resources("aws_lb_listener_rule").map((rule) => rule["condition"])).toEqual([
    [
      { host_header: { values: ["${var.preview_name}.preview.example.com"] } },
      { path_pattern: { values: ["/talk/speakers"] } },
    ],
    [
      { host_header: { values: ["${var.preview_name}.preview.example.com"] } },
      { path_pattern: { values: ["/talk", "/talk/*"] } },
    ],
  ]);
});

it("tells npm run preview its limits", () => {
  expect(outputsOf(preview)).toMatchObject({
    expires_after_days: { value: 7 },
    max_monthly_cost_usd: { value: 50 },
    is_protected: { value: false },
    expires_on: { value: "${var.expires_on}" },
  });
});

describe("the system has a listener for its previews", () => {
  const withPreviews = (previews: NonNullable<Systems["http-scale-out"]>["previews"]) =>
    stacksOf(
      { "http-scale-out": { previews } },
      { domain: { name: "example.com", hostedZoneId: "Z0123456789" } },
    ).stacks["http-scale-out-dev"]!;
  const listenerAt = (json: TerraformJson, port: number) =>
    json.resources("aws_lb_listener").find((listener) => listener["port"] === port);

  it("which answers 404 to what is no preview", () => {
    expect(listenerAt(system, 8080)).toMatchObject({
      protocol: "HTTP",
      default_action: [{ fixed_response: { status_code: "404" } }],
    });
  });

  it("which only the clients named reach", () => {
    const json = withPreviews({ port: 8443, clientCidrs: ["203.0.113.0/24"] });
    const rules = json
      .resources("aws_vpc_security_group_ingress_rule")
      .filter((rule) => rule["from_port"] === 8443);
    expect(rules.map((rule) => rule["cidr_ipv4"])).toEqual(["203.0.113.0/24"]);
  });

  it("with HTTPS and one record for all names, where there is a certificate", () => {
    const json = withPreviews({
      port: 8443,
      routing: { ...host, certificate: { kind: "request" } },
    });
    expect(listenerAt(json, 8443)).toMatchObject({
      protocol: "HTTPS",
      certificate_arn: expect.stringContaining("previews_certificate_validation") as string,
    });
    expect(json.resource("aws_acm_certificate")["domain_name"]).toBe("*.preview.example.com");
    const names = json.resources("aws_route53_record").map((record) => record["name"]);
    expect(names).toContain("*.preview.example.com");
    expect(json.resource("aws_ssm_parameter")["value"]).toContain(
      "https://%s.preview.example.com:8443/",
    );
  });
});

/** Names by which AWS tells resources of one account apart, and the most characters that it allows. */
const UNIQUE_NAMES: readonly (readonly [type: string, argument: string, most: number])[] = [
  ["aws_ecs_service", "name", 255],
  ["aws_ecs_task_definition", "family", 255],
  ["aws_cloudwatch_log_group", "name", 512],
];

it("gives 50 previews at once names that AWS allows, none of them twice", () => {
  const name = fc.stringMatching(previewName.pattern);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 50, maxLength: 50 }), (previews) => {
      for (const [type, argument, most] of UNIQUE_NAMES) {
        const names = [preview, talk].flatMap((json) =>
          json.resources(type).flatMap((resource) => {
            expect(resource[argument]).toContain("${var.preview_name}");
            return previews.map((each) =>
              String(resource[argument]).replaceAll("${var.preview_name}", each),
            );
          }),
        );
        expect(new Set(names).size).toBe(names.length);
        for (const each of names) expect(each.length).toBeLessThanOrEqual(most);
        for (const each of names) expect(each).toMatch(/^[\w./-]+$/);
      }
    }),
    { numRuns: 20 },
  );
});

it("leaves all other names to Terraform, which adds a unique end", () => {
  const named = ["aws_lb_target_group", "aws_iam_role"];
  for (const type of named) {
    for (const resource of [...preview.resources(type), ...talk.resources(type)]) {
      expect(resource["name"]).toBeUndefined();
      expect(resource["name_prefix"]).toBeDefined();
    }
  }
  expect(textsOf(preview, "pr-1")).toContain("http-api_pr-1");
});
