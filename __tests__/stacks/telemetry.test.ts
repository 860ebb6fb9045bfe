import type { EnvironmentSettings } from "../../settings/environment";
import { containerDefinitions } from "../support/container-definitions";
import { devRunning, runtimeOf, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";
import { StackJson } from "../../tools/synthesized/stack-json";
import { projectRoot } from "../../tools/project-root";
import { subjectOf } from "../../tools/audit/control";
import { covers, readPolicy } from "../../tools/audit/policy";
import { ecs20 } from "../../tools/audit/rules/ecs/ecs-20";

type Systems = EnvironmentSettings["systems"];
interface Telemetry {
  tracing?: NonNullable<NonNullable<Systems["worker"]>["tracing"]>;
  logRouter?: NonNullable<NonNullable<Systems["worker"]>["logRouter"]>;
}

/** Each system, and the settings that give one of its services something. */
const systems: { readonly [Name in keyof Systems]?: (own: object) => object } = {
  "http-scale-out": (own) => own,
  "daemon-api": (own) => own,
  "talk-service": (own) => ({ services: { talk: { priority: 1, ...own } } }),
  "rest-api": (own) => ({ services: { student: { priority: 1, ...own } } }),
  "http-api": (own) => ({ services: { food: own } }),
  worker: (own) => own,
};
const names = Object.keys(systems) as (keyof Systems)[];

const stackOf = (name: keyof Systems, own: Telemetry, more: object = {}) =>
  runtimeOf(name, { ...systems[name]!(own), ...more });

function containersIn(json: TerraformJson) {
  const { container_definitions: text } = json.resources("aws_ecs_task_definition")[0]!;
  const all = containerDefinitions(text as string);
  const named = (name: string) => all.find((each) => each["name"] === name)!;
  return { all, own: all[0]!, named };
}

const variables = (container: Record<string, any>): Record<string, string> =>
  Object.fromEntries(
    (container["environment"] as { name: string; value: string }[]).map(({ name, value }) => [
      name,
      value,
    ]),
  );

/** What the programs of a task may do. */
const taskStatements = (json: TerraformJson) =>
  statementsOf(json, json.resources("aws_ecs_task_definition")[0]!["task_role_arn"] as string);

function statementsOf(json: TerraformJson, roleArn: string) {
  const role = json.referenced(roleArn);
  return json
    .resources("aws_iam_role_policy")
    .filter((each) => json.referenced(each["role"] as string) === role)
    .flatMap(
      (policy) =>
        json.referenced(policy["policy"] as string)["statement"] as {
          actions: string[];
          resources: string[];
        }[],
    );
}

describe.each(names)("%s", (name) => {
  const traced = stackOf(name, { tracing: { kind: "xray", samplingPercent: 20 } });
  const { own, named } = containersIn(traced);
  const collector = named("otel-collector");
  const isBridge = traced.resources("aws_ecs_task_definition")[0]!["network_mode"] === "bridge";

  it("has a collector that can write nothing, is nobody, and whose end is not the task's", () => {
    expect(collector).toMatchObject({
      image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0",
      essential: false,
      user: "1000:1000",
      readonlyRootFilesystem: true,
      restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
      healthCheck: { command: ["CMD", "/healthcheck"] },
    });
    expect(collector["portMappings"]).toBeUndefined();
    expect(variables(collector)["AWS_REGION"]).toBe("us-east-2");
    const config = JSON.parse(variables(collector)["AOT_CONFIG_CONTENT"]!);
    const { endpoint } = config.receivers.otlp.protocols.http;
    // Docker's bridge connects the containers by their addresses; nobody outside the task reaches those of its own network.
    expect(endpoint).toBe(isBridge ? "0.0.0.0:4318" : "127.0.0.1:4318");
    expect(config.service.pipelines.traces.exporters).toEqual(["awsxray"]);
  });

  it("tells its program where the collector is, and what to record", () => {
    const host = isBridge ? "otel-collector" : "localhost";
    expect(variables(own)).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${host}:4318`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0.2",
    });
    expect(variables(own)["OTEL_SERVICE_NAME"]).toBe(
      traced.resources("aws_ecs_service")[0]!["name"],
    );
    expect(own["links"]).toEqual(isBridge ? ["otel-collector"] : undefined);
  });

  it("may send traces, and nothing else that a collector could", () => {
    const added = taskStatements(traced).filter(({ actions }) => actions[0]!.startsWith("xray:"));
    expect(added).toEqual([
      {
        actions: [
          "xray:PutTraceSegments",
          "xray:PutTelemetryRecords",
          "xray:GetSamplingRules",
          "xray:GetSamplingTargets",
          "xray:GetSamplingStatisticSummaries",
        ],
        resources: ["*"],
      },
    ]);
  });

  it("routes the output of all containers but the router's own", () => {
    const routed = stackOf(name, { tracing: { kind: "xray" }, logRouter: {} });
    const { all, named: of } = containersIn(routed);
    const router = of("log-router");
    expect(router).toMatchObject({
      image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.15",
      essential: true,
      user: "0:0",
      readonlyRootFilesystem: true,
      firelensConfiguration: { type: "fluentbit" },
      logConfiguration: { logDriver: "awslogs" },
    });
    const others = all.filter((each) => each !== router);
    expect(others).toHaveLength(2);
    const group = routed.referenced(router["logConfiguration"].options["awslogs-group"] as string);
    for (const { firelensConfiguration, logConfiguration } of others) {
      expect(firelensConfiguration).toBeUndefined();
      expect(logConfiguration).toMatchObject({
        logDriver: "awsfirelens",
        options: { Name: "cloudwatch_logs", region: "us-east-2", log_key: "log" },
      });
      expect(routed.referenced(logConfiguration.options["log_group_name"] as string)).toBe(group);
    }
    const [logs] = taskStatements(routed).filter(({ actions }) => actions[0]!.startsWith("logs:"));
    expect(logs?.actions).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
    expect(routed.referenced(logs!.resources[0]!)).toBe(group);
  });
});

describe("Application Signals", () => {
  const onFargate = {
    capacity: { kind: "fargate" },
    network: { kind: "own", zoneCount: 2, nat: "single" },
  };
  const signals = (more: object = {}, own: object = {}) =>
    stackOf(
      "http-scale-out",
      { tracing: { kind: "application-signals", ...more } },
      { ...onFargate, ...own },
    );

  it("has an agent of its own, without root and with its few files in memory", () => {
    const json = signals();
    const { all, own, named } = containersIn(json);
    expect(all.map(({ name }) => name as string)).toEqual(["http-api", "cloudwatch-agent"]);
    const agent = named("cloudwatch-agent");
    expect(agent).toMatchObject({
      image: "public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300059.0b1207",
      essential: false,
      user: "1000:1000",
      readonlyRootFilesystem: true,
      linuxParameters: {
        tmpfs: ["etc", "logs", "var"].map((name) => ({
          containerPath: `/opt/aws/amazon-cloudwatch-agent/${name}`,
        })),
      },
    });
    expect(JSON.parse(variables(agent)["CW_CONFIG_CONTENT"]!)).toEqual({
      traces: { traces_collected: { application_signals: {} } },
      logs: { metrics_collected: { application_signals: {} } },
    });
    const name = json.resource("aws_ecs_service")["name"] as string;
    expect(variables(own)).toMatchObject({
      OTEL_RESOURCE_ATTRIBUTES: `service.name=${name}`,
      OTEL_AWS_APPLICATION_SIGNALS_ENABLED: "true",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://localhost:4316/v1/traces",
      OTEL_TRACES_SAMPLER: "xray",
    });
    expect(own["dependsOn"]).toBeUndefined();
    expect(taskStatements(json)).toEqual([
      expect.objectContaining({ resources: ["*"] }),
      {
        actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [expect.stringMatching(/:log-group:\/aws\/application-signals\/data:\*$/)],
      },
    ]);
  });

  it.each([
    ["node", "NODE_OPTIONS", "--max-old-space-size=200", " "],
    ["java", "JAVA_TOOL_OPTIONS", "-Xmx200m", " "],
    ["python", "PYTHONPATH", "/srv/app", ":"],
  ] as const)("loads the instrumentation of %s before the program", (language, name, value, by) => {
    const container = { environment: { [name]: value } };
    const json = signals({ language }, { container });
    const { own, named } = containersIn(json);
    const init = named("instrumentation");
    expect(init).toMatchObject({ essential: false, user: "0:0", readonlyRootFilesystem: true });
    expect(init["image"]).toContain(`/adot-autoinstrumentation-${language}:`);
    const [{ containerPath: path, sourceVolume: volume }] = init["mountPoints"];
    expect(init["command"].at(-1)).toMatch(new RegExp(`^${path as string}`));
    expect(own["mountPoints"]).toEqual([
      { containerPath: path, sourceVolume: volume, readOnly: true },
    ]);
    expect(own["dependsOn"]).toEqual([{ containerName: "instrumentation", condition: "SUCCESS" }]);
    expect(json.resource("aws_ecs_task_definition")["volume"]).toEqual([{ name: volume }]);
    const loading = variables(own)[name]!;
    expect(loading).toContain(path);
    expect(loading.endsWith(`${by}${value}`)).toBe(true);
  });
});

const SECRET = "arn:aws:secretsmanager:us-east-2:111122223333:secret:datadog-AbCdEf";
const STREAM = "arn:aws:firehose:us-east-2:111122223333:deliverystream/shop";
const DOMAIN = "arn:aws:es:us-east-2:111122223333:domain/shop";

test.each([
  [
    { kind: "cloudwatch", logGroupName: "/shop/all" },
    { Name: "cloudwatch_logs", log_group_name: "/shop/all" },
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [expect.stringMatching(/:log-group:\/shop\/all:\*$/)],
    },
  ],
  [
    { kind: "firehose", streamArn: STREAM },
    { Name: "kinesis_firehose", region: "us-east-2", delivery_stream: "shop" },
    { actions: ["firehose:PutRecordBatch"], resources: [STREAM] },
  ],
  [
    { kind: "s3", bucket: "shop-logs", prefix: "web" },
    {
      Name: "s3",
      bucket: "shop-logs",
      s3_key_format: "/web/$TAG/%Y/%m/%d/%H/%M-$UUID.gz",
      use_put_object: "On",
    },
    {
      actions: ["s3:PutObject"],
      resources: [expect.stringMatching(/:s3:::shop-logs\/web\/\*$/)],
    },
  ],
  [
    { kind: "opensearch", domainArn: DOMAIN, host: "shop.us-east-2.es.amazonaws.com" },
    { Name: "opensearch", Host: "shop.us-east-2.es.amazonaws.com", Index: "logs", AWS_Auth: "On" },
    { actions: ["es:ESHttpPost"], resources: [`${DOMAIN}/*`] },
  ],
] as const)("output goes to %j", (destination, options, statement) => {
  const json = stackOf("worker", { logRouter: { destination } });
  expect(containersIn(json).own["logConfiguration"]["options"]).toMatchObject(options);
  expect(taskStatements(json)).toContainEqual(statement);
});

test("any output of Fluent Bit can be named, with secrets that ECS reads", () => {
  const destination = {
    kind: "output",
    options: { Name: "datadog", TLS: "on" },
    secretOptions: { apikey: SECRET },
  } as const;
  const json = stackOf("worker", { logRouter: { destination } });
  expect(containersIn(json).own["logConfiguration"]).toMatchObject({
    options: { Name: "datadog", TLS: "on" },
    secretOptions: [{ name: "apikey", valueFrom: SECRET }],
  });
  const { execution_role_arn: arn } = json.resource("aws_ecs_task_definition");
  expect(statementsOf(json, arn as string)).toContainEqual({
    actions: ["secretsmanager:GetSecretValue"],
    resources: [SECRET],
  });
});

test("a log router for S3 has a folder to write to, and shells can be opened in the containers", () => {
  const { named } = containersIn(
    stackOf(
      "http-scale-out",
      { logRouter: { destination: { kind: "s3", bucket: "shop-logs" } } },
      {
        service: { enableExecuteCommand: true },
        container: { readonlyRootFilesystem: false },
      },
    ),
  );
  expect(named("log-router")).toMatchObject({
    mountPoints: [{ containerPath: "/tmp", readOnly: false }],
    readonlyRootFilesystem: false,
  });
});

test("the program's own variables and secrets come first", () => {
  const container = {
    environment: { OTEL_SERVICE_NAME: "shop" },
    secrets: { OTEL_TRACES_SAMPLER_ARG: SECRET },
  };
  const { own } = containersIn(stackOf("worker", { tracing: { kind: "xray" } }, { container }));
  expect(variables(own)).toMatchObject({ OTEL_SERVICE_NAME: "shop" });
  expect(variables(own)["OTEL_TRACES_SAMPLER_ARG"]).toBeUndefined();
});

test("a task on Fargate grows by the containers that settings add", () => {
  const sizeOf = (own: Telemetry) => {
    const json = stackOf("http-scale-out", own, {
      capacity: { kind: "fargate" },
      network: { kind: "own", zoneCount: 2, nat: "single" },
    });
    const { cpu, memory } = json.resource("aws_ecs_task_definition");
    return { cpu, memory };
  };
  expect(sizeOf({})).toEqual({ cpu: "256", memory: "512" });
  expect(sizeOf({ tracing: { kind: "xray" }, logRouter: {} })).toEqual({
    cpu: "512",
    memory: "1024",
  });
});

test("a network of endpoints has those that the containers call", () => {
  const own = {
    tracing: { kind: "xray", image: "111122223333.dkr.ecr.us-east-2.amazonaws.com/otel:1" },
    logRouter: {
      destination: { kind: "firehose", streamArn: STREAM },
      image: "111122223333.dkr.ecr.us-east-2.amazonaws.com/fluent-bit:1",
    },
  } as const;
  const network = { kind: "own", zoneCount: 2, nat: "none" } as const;
  for (const name of names) {
    const ownNetwork = ["rest-api", "http-api"].includes(name) ? { network: undefined } : {};
    const settings = { ...systems[name]!(own), ...ownNetwork };
    const { stacks } = synthEnvironments(devRunning(name, settings as never, { network }));
    const services = stacks[`${name}-dev`]!.resources("aws_vpc_endpoint").map((each) =>
      String(each["service_name"]).replace(/^.*\}\./, ""),
    );
    expect(services).toEqual(expect.arrayContaining(["xray", "kinesis-firehose"]));
  }
});

test("the exception of the log router covers it, and nothing else that the audit looks at", () => {
  const exceptions = readPolicy(projectRoot()).exceptions.filter(
    ({ control, onlyWith }) => control === "ECS.20" && onlyWith === "logRouter",
  );
  expect(exceptions).toHaveLength(1);
  const { json } = stackOf("worker", { tracing: { kind: "xray" }, logRouter: {} });
  const found = ecs20.look(new StackJson(json));
  const failed = found.filter(({ holds }) => !holds).map(subjectOf);
  expect(failed).toHaveLength(1);
  expect(found.map(subjectOf).filter((subject) => covers(exceptions[0]!, subject))).toEqual(failed);
});

test("a task before a release that fails says that its log router took the output", () => {
  const order = (own: object) =>
    stackOf("worker", own, { beforeRelease: { command: ["migrate"] } }).resource(
      "aws_lambda_invocation",
    )["input"] as string;
  expect(order({})).toContain('"streamPrefix"');
  expect(order({ logRouter: {} })).not.toContain('"streamPrefix"');
});
