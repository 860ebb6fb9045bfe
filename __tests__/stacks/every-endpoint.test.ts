import { OF_ECS_AGENT } from "../../aws/networking/endpoint-policies";
import type { EnvironmentSettings } from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

/* Every endpoint that any setting makes: each system on each kind of capacity, with telemetry in every service. */

type Systems = EnvironmentSettings["systems"];
type Network = EnvironmentSettings["network"];

const streamOf = (name: string) => `arn:aws:firehose:us-east-2:111122223333:deliverystream/${name}`;

const ECR = "111122223333.dkr.ecr.us-east-2.amazonaws.com";

const telemetry = (stream: string) => ({
  tracing: { kind: "xray" as const, image: `${ECR}/otel-collector:1` },
  logRouter: {
    destination: { kind: "firehose" as const, streamArn: streamOf(stream) },
    image: `${ECR}/fluent-bit:1`,
  },
});

const managed = { kind: "managed-instances", allowedInstanceTypes: ["m7i.*"] };
const CAPACITY: Readonly<Record<string, object>> = {
  instances: { kind: "instances" },
  fargate: { kind: "fargate" },
  "managed-instances": managed,
};

/** Systems that do not run on a kind of capacity keep their own. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  instances: ["rest-api", "http-api"],
  fargate: ["talk-service"],
};

const closed: Network = { kind: "own", zoneCount: 2, nat: "none", endpointPolicies: {} };

function synthOn(kind: string, network: Network = closed): Readonly<Record<string, TerraformJson>> {
  const capacityOf = (system: string) =>
    ELSEWHERE[kind]?.includes(system) === true ? {} : { capacity: CAPACITY[kind] };
  const systems = {
    "http-scale-out": { ...capacityOf("http-scale-out"), ...telemetry("shop") },
    // It has one task on each instance of a group.
    ...(kind === "instances"
      ? { "daemon-api": { image: { kind: "repository", build: {} }, ...telemetry("daemon") } }
      : {}),
    "talk-service": {
      ...capacityOf("talk-service"),
      services: {
        talk: { priority: 1, ...telemetry("talk") },
        speaker: { priority: 2, ...telemetry("speaker") },
      },
    },
    "rest-api": { ...capacityOf("rest-api"), services: { student: telemetry("student") } },
    "http-api": {
      ...capacityOf("http-api"),
      services: { food: telemetry("stores"), pet: telemetry("stores") },
    },
    worker: { ...capacityOf("worker"), ...telemetry("worker") },
  };
  const environment = { ...dev, network, systems: systems as Systems };
  return synthEnvironments({ dev: environment }).stacks;
}

const stacks = Object.fromEntries(Object.keys(CAPACITY).map((kind) => [kind, synthOn(kind)]));

const endpoints = Object.entries(stacks).flatMap(([kind, of]) =>
  Object.entries(of).flatMap(([stack, json]) =>
    json.resources("aws_vpc_endpoint").map(({ tags, policy }) => ({
      place: `${kind}: ${tags.Name} of ${stack}`,
      service: tags.Name as string,
      policy: policy as string | undefined,
    })),
  ),
);

const firehosePolicy = (json: TerraformJson) => {
  const found = json
    .resources("aws_vpc_endpoint")
    .find(({ tags }) => tags.Name === "kinesis-firehose")!;
  return json.referenced(found["policy"] as string).statement as Record<string, unknown>[];
};

test("every endpoint has a policy, except those of the ECS agent, which take none", () => {
  const without = endpoints.filter(({ policy }) => policy === undefined);
  const agent: readonly string[] = OF_ECS_AGENT;
  expect(without.filter(({ service }) => !agent.includes(service))).toEqual([]);
  expect([...new Set(endpoints.map(({ service }) => service))].sort()).toEqual([
    "dynamodb",
    "ec2messages",
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "kinesis-firehose",
    "logs",
    "s3",
    "secretsmanager",
    "sqs",
    "ssm",
    "ssmmessages",
    "xray",
  ]);
});

test.each([
  ["http-scale-out", ["shop"]],
  ["daemon-api", ["daemon"]],
  ["talk-service", ["talk", "speaker"]],
  ["rest-api", ["student"]],
  ["http-api", ["stores"]],
  ["worker", ["worker"]],
])("the endpoint of Firehose in %s only lets log routers write to %j", (system, streams) => {
  for (const of of Object.values(stacks)) {
    const json = of[`${system}-dev`];
    if (json === undefined) continue;
    expect(firehosePolicy(json)).toEqual([
      {
        sid: "OwnRolesToLogStreams",
        actions: ["firehose:PutRecordBatch"],
        resources: streams.map(streamOf),
        principals: [{ type: "*", identifiers: ["*"] }],
        condition: [expect.objectContaining({ variable: "aws:PrincipalAccount" })],
      },
    ]);
  }
});

test("the endpoint of Firehose admits every stream of the account where endpointServices names it", () => {
  const json = synthOn("fargate", {
    ...closed,
    endpointServices: ["kinesis-firehose"],
  })["worker-dev"]!;
  expect(firehosePolicy(json)).toEqual([
    expect.objectContaining({ sid: "OwnRolesToOwnResources", resources: ["*"] }),
  ]);
});
