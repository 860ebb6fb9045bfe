import type { EnvironmentSettings } from "../../settings/environment";
import { running, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";
import { prod } from "../fixtures/environments/prod";
import { stores } from "./http-api-fixtures";

const own = { kind: "own", requestsPerFiveMinutes: 700 } as const;
const hosted = { kind: "hosted", upload: false } as const;
const notified = { notificationEmail: "operations@example.com" };
const page = "aws_cloudfront_distribution";

describe("a web ACL in front of the page", () => {
  const json = stores({ page: { ...hosted, webAcl: own } });

  test("is for CloudFront, in its region, and named by the distribution", () => {
    const acl = json.referenced(json.resource(page).web_acl_id as string);
    expect(acl).toMatchObject({ scope: "CLOUDFRONT", provider: "aws.us-east-1" });
    expect(acl.rule[0].statement.rate_based_statement.limit).toBe(700);
    expect(json.resources("aws_wafv2_web_acl_association")).toEqual([]);
  });

  test("has its log in that region, too, under the name that WAF asks for", () => {
    const logging = json.resource("aws_wafv2_web_acl_logging_configuration");
    expect(logging.provider).toBe("aws.us-east-1");
    const group = json.referenced((logging.log_destination_configs as string[])[0]!);
    expect(group).toMatchObject({
      name: "aws-waf-logs-http-api-dev-page",
      provider: "aws.us-east-1",
      retention_in_days: 7,
    });
  });

  test("needs no other provider where the environment is in that region", () => {
    const there = stores({ page: { ...hosted, webAcl: own } }, { region: "us-east-1" });
    expect(there.resource("aws_wafv2_web_acl")).not.toHaveProperty("provider");
    expect(there.json["provider"]["aws"]).toHaveLength(1);
  });

  test("shares its provider with the certificate", () => {
    const named = stores(
      { page: { ...hosted, webAcl: own, domainName: "stores.example.com" } },
      { domain: { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" } },
    );
    expect(named.resource("aws_acm_certificate").provider).toBe("aws.us-east-1");
    expect(named.json["provider"]["aws"]).toHaveLength(2);
  });

  test("may be an existing one", () => {
    const arn =
      "arn:aws:wafv2:us-east-1:111122223333:global/webacl/pages/01234567-89ab-cdef-0123-456789abcdef";
    const json = stores({ page: { ...hosted, webAcl: { kind: "existing", arn } } });
    expect(json.resource(page).web_acl_id).toBe(arn);
    expect(json.resources("aws_wafv2_web_acl")).toEqual([]);
  });
});

test("a web ACL in front of the users is associated with their pool, in the environment's region", () => {
  const json = stores({ userPool: { webAcl: own } });
  const { resource_arn: pool, web_acl_arn: acl } = json.resource("aws_wafv2_web_acl_association");
  expect(json.referenced(pool as string)).toBe(json.resource("aws_cognito_user_pool"));
  expect(json.referenced(acl as string)).toMatchObject({
    scope: "REGIONAL",
    name: "http-api-dev-users",
  });
  expect(json.resource("aws_wafv2_web_acl")).not.toHaveProperty("provider");
});

test("page and users have web ACLs of different names", () => {
  const json = stores({ userPool: { webAcl: own }, page: { ...hosted, webAcl: own } });
  const names = json.resources("aws_wafv2_web_acl").map(({ name }) => name as string);
  expect(names.sort()).toEqual(["http-api-dev-page", "http-api-dev-users"]);
});

test("e-mails of the users are sent from the environment's domain, by an identity of its zone", () => {
  const json = stores(
    { userPool: { email: { from: "shop@mail.example.com" } } },
    { domain: { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" } },
  );
  expect(json.resource("aws_sesv2_email_identity").email_identity).toBe("mail.example.com");
  const records = json
    .resources("aws_route53_record")
    .filter(({ name }) => (name as string).includes("._domainkey."));
  expect(records.map(({ zone_id: zone }) => zone as string)).toEqual(
    Array(3).fill("Z0123456789EXAMPLE"),
  );
});

test("CloudFront measures more where it is told to", () => {
  expect(stores().resources("aws_cloudfront_monitoring_subscription")).toEqual([]);
  const json = stores({ page: { ...hosted, detailedMetrics: true } }, { dashboards: true });
  const { distribution_id: id, monitoring_subscription: metrics } = json.resource(
    "aws_cloudfront_monitoring_subscription",
  );
  expect(json.referenced(id as string)).toBe(json.resource(page));
  expect(metrics.realtime_metrics_subscription_config).toEqual({
    realtime_metrics_subscription_status: "Enabled",
  });
  const body = json.resource("aws_cloudwatch_dashboard").dashboard_body as string;
  const { widgets } = JSON.parse(body) as { widgets: { properties: Record<string, unknown> }[] };
  const shown = widgets.filter(({ properties }) =>
    /OriginLatency|CacheHitRate/.test(JSON.stringify(properties["metrics"] ?? "")),
  );
  expect(shown.map(({ properties }) => properties["region"])).toEqual(["us-east-1", "us-east-1"]);
});

describe("alarms of CloudFront", () => {
  const add = [
    "page-errors",
    "page-latency",
    "page-functions",
    "page-certificate",
    "blocked-requests",
  ] as const;
  const certificateArn =
    "arn:aws:acm:us-east-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef";
  const domain = {
    domainName: "stores.example.com",
    hostedZoneId: "Z0123456789ABC",
    certificateArn,
  };
  const settings = {
    page: { ...hosted, ...domain, detailedMetrics: true, webAcl: own },
    userPool: { webAcl: own },
  };
  const watched = (environment: Partial<EnvironmentSettings> = {}) =>
    stores(settings, { ...notified, alarms: { add: [...add] }, ...environment });
  const ofPage = (json: TerraformJson) =>
    json
      .resources("aws_cloudwatch_metric_alarm")
      .filter(({ alarm_name: name }) =>
        /-page-(errors|latency|functions|certificate)$/.test(name as string),
      );

  test("are in the region of its metrics, and notify a topic there", () => {
    const json = watched();
    const alarms = ofPage(json);
    expect(alarms.map(({ alarm_name: name }) => name as string).sort()).toEqual([
      "http-api-dev-page-distribution-headers-page-functions",
      "http-api-dev-page-distribution-metrics-page-latency",
      "http-api-dev-page-distribution-page-certificate",
      "http-api-dev-page-distribution-page-errors",
    ]);
    for (const alarm of alarms) {
      expect(alarm.provider).toBe("aws.us-east-1");
      expect(alarm.ok_actions).toEqual(alarm.alarm_actions);
      const topic = json.referenced((alarm.alarm_actions as string[])[0]!);
      expect(topic).toMatchObject({
        provider: "aws.us-east-1",
        name_prefix: "http-api-dev-us-east-1-",
      });
      const key = json.referenced(topic.kms_master_key_id as string);
      expect(key.provider).toBe("aws.us-east-1");
    }
    const subscribed = json
      .resources("aws_sns_topic_subscription")
      .map(({ endpoint, provider }) => [endpoint, provider] as unknown);
    expect(new Set(subscribed)).toEqual(
      new Set([
        ["operations@example.com", undefined],
        ["operations@example.com", "aws.us-east-1"],
      ]),
    );
  });

  test("read what CloudFront publishes", () => {
    const json = watched({ alarms: { add: [...add], serverErrorPercent: 2, latencyMs: 900 } });
    const metrics = ofPage(json).map(({ metric_name: name, threshold, dimensions }) => ({
      name: name as unknown,
      threshold: threshold as unknown,
      region: dimensions?.Region as unknown,
    }));
    expect(metrics).toContainEqual({ name: "5xxErrorRate", threshold: 2, region: "Global" });
    expect(metrics).toContainEqual({ name: "OriginLatency", threshold: 900, region: "Global" });
    expect(ofPage(json)).toContainEqual(
      expect.objectContaining({
        namespace: "AWS/CertificateManager",
        metric_name: "DaysToExpiry",
        dimensions: { CertificateArn: certificateArn },
        threshold: 30,
      }),
    );
    const queries = ofPage(json).flatMap(({ metric_query: query }) => query ?? []) as {
      expression?: string;
      metric?: { metric_name: string; dimensions: Record<string, string> };
    }[];
    expect(queries.map(({ metric, expression }) => metric?.metric_name ?? expression)).toEqual([
      "FILL(invalid, 0) + FILL(failed, 0) + FILL(throttled, 0)",
      "FunctionValidationErrors",
      "FunctionExecutionErrors",
      "FunctionThrottles",
    ]);
    for (const { metric } of queries.slice(1)) {
      expect(json.referenced(metric!.dimensions["FunctionName"]!)).toBe(
        json.resource("aws_cloudfront_function"),
      );
    }
  });

  test("count what each web ACL blocks, where it is", () => {
    const alarms = watched({ alarms: { add: [...add], blockedRequests: 40 } })
      .resources("aws_cloudwatch_metric_alarm")
      .filter(({ metric_name: name }) => name === "BlockedRequests");
    expect(alarms).toHaveLength(2);
    const [ofThePage, ofUsers] = [...alarms].sort((one) => (one.provider === undefined ? 1 : -1));
    expect(ofThePage).toMatchObject({ provider: "aws.us-east-1", threshold: 40 });
    expect(Object.keys(ofThePage!.dimensions as object).sort()).toEqual(["Rule", "WebACL"]);
    expect(ofUsers).not.toHaveProperty("provider");
    expect(ofUsers!.dimensions).toMatchObject({ Region: "us-east-2", Rule: "ALL" });
  });

  test("notify the topic of all others where they are in one region", () => {
    const json = watched({ region: "us-east-1" });
    expect(json.resource("aws_sns_topic")).not.toHaveProperty("provider");
    for (const alarm of ofPage(json)) {
      expect(json.referenced((alarm.alarm_actions as string[])[0]!)).toBe(
        json.resource("aws_sns_topic"),
      );
    }
    expect(json.json["provider"]["aws"]).toHaveLength(1);
  });

  test("notify an existing topic of their region", () => {
    const topic = (region: string) => `arn:aws:sns:${region}:111122223333:operations`;
    const json = watched({
      notifications: { topicArn: topic("us-east-2"), cloudFrontTopicArn: topic("us-east-1") },
    });
    expect(json.resources("aws_sns_topic")).toEqual([]);
    expect(ofPage(json).map(({ alarm_actions: actions }) => actions as unknown)).toEqual(
      Array(4).fill([topic("us-east-1")]),
    );
  });

  test("are shown in the channel of all others", () => {
    const slack = { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" };
    const json = watched({ notifications: { slack } });
    const { sns_topic_arns: topics } = json.resource("aws_chatbot_slack_channel_configuration");
    expect((topics as string[]).map((topic) => json.referenced(topic).provider as unknown)).toEqual(
      [undefined, "aws.us-east-1"],
    );
  });

  test("notify a topic whose key is used in its region only, where keys are the customer's", () => {
    const json = watched({ customerManagedKeys: { deletionWindowDays: 7 } });
    const topic = json.resources("aws_sns_topic").find(({ provider }) => provider !== undefined)!;
    const key = json.referenced(topic.kms_master_key_id as string);
    const policy = JSON.stringify(json.referenced(key.policy as string));
    expect(policy).toContain('"sns.us-east-1.');
    expect(policy).not.toContain('"sns.us-east-2.');
    const logs = json.resources("aws_cloudwatch_log_group").filter(({ provider }) => provider);
    expect(logs).toHaveLength(1);
    const logsKey = json.referenced(logs[0]!.kms_key_id as string);
    expect(logsKey.provider).toBe("aws.us-east-1");
    const { statement } = json.referenced(logsKey.policy as string);
    const ofLogs = (statement as Record<string, any>[]).find(
      ({ sid }) => sid === "CloudWatchLogsUsesKey",
    )!;
    expect(ofLogs["principals"][0].identifiers).toEqual([
      "logs.us-east-1.${data.aws_partition.aws-partition.dns_suffix}",
    ]);
    expect(ofLogs["condition"][0].values).toEqual([
      expect.stringMatching(/^arn:\$\{[^}]*\}:logs:us-east-1:/),
    ]);
  });

  test("are left out unless they are added", () => {
    expect(ofPage(stores(settings, notified))).toEqual([]);
  });

  test("notify by themselves, because a composite alarm combines those of one region", () => {
    const objectives = { availability: 99.9 };
    const incidentIn = (region: string) => {
      const environment = { ...running("http-api", prod), region, alarms: { add: [...add] } };
      const { "http-api": system } = environment.systems;
      const json = synthEnvironments({
        prod: {
          ...environment,
          systems: { "http-api": { ...system, ...settings, objectives } },
        },
      }).stacks["http-api-prod"]!;
      const { alarm_rule: rule } = json.resource("aws_cloudwatch_composite_alarm");
      return { json, rule: rule as string };
    };
    const { json, rule } = incidentIn("us-east-2");
    expect(rule).not.toContain("page-errors");
    expect(ofPage(json).every((alarm) => Array.isArray(alarm.alarm_actions))).toBe(true);
    const there = incidentIn("us-east-1");
    expect(there.rule).toContain("page-errors");
    const silent = ofPage(there.json).filter((alarm) => alarm.alarm_actions === undefined);
    expect(silent).toHaveLength(2);
  });
});

test("sign-ups, sign-ins and refreshes that Cognito throttles raise an alarm where it is added", () => {
  const json = stores({}, { ...notified, alarms: { add: ["throttled-sign-ins"] } });
  const alarm = json
    .resources("aws_cloudwatch_metric_alarm")
    .find(({ alarm_name: name }) => (name as string).endsWith("-throttled-sign-ins"))!;
  const metrics = (alarm.metric_query as { metric?: Record<string, any> }[]).flatMap(
    ({ metric }) => metric ?? [],
  );
  expect(metrics.map(({ metric_name: name }) => name as string)).toEqual([
    "SignUpThrottles",
    "SignInThrottles",
    "TokenRefreshThrottles",
  ]);
  for (const { dimensions, period } of metrics) {
    expect(period).toBe(300);
    expect(json.referenced(dimensions.UserPoolClient as string)).toBe(
      json.resource("aws_cognito_user_pool_client"),
    );
  }
});

test("an unusual share of refused requests raises an alarm of an HTTP API where it is added", () => {
  const json = stores({}, { ...notified, alarms: { add: ["client-errors"] } });
  expect(
    json.resources("aws_cloudwatch_metric_alarm").find(({ metric_name: name }) => name === "4xx"),
  ).toMatchObject({ statistic: "Average", threshold: 0.05, evaluation_periods: 5 });
});
