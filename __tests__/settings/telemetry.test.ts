import {
  changed,
  minimal,
  parsed,
  problemsOf,
  system,
  systemErrorIf,
  warningsOf,
} from "./settings";
import { parseEnvironments } from "../../settings/environment";

const XRAY = { kind: "xray" };
const SIGNALS = { kind: "application-signals", language: "node" };
/** The containers of a task share an address there. */
const onFargate = {
  capacity: { kind: "fargate" },
  network: { kind: "own", zoneCount: 2, nat: "single" },
};
const proxy = {
  image: { kind: "reference", reference: "nginx:1.29.3" },
  cpu: 64,
  memoryLimitMiB: 64,
};

test("settings stay what the user wrote, whatever containers they add", () => {
  const { systems } = parsed(system({ tracing: XRAY, logRouter: {}, sidecars: { proxy } }));
  expect(Object.keys(systems["http-scale-out"]?.sidecars ?? {})).toEqual(["proxy"]);
  const { systems: alone } = parsed(system({ tracing: XRAY }));
  expect(alone["http-scale-out"]).not.toHaveProperty("sidecars");
  expect(alone["http-scale-out"]?.tracing).toMatchObject({ cpu: 64, memoryLimitMiB: 256 });
});

test("the rules count the containers that settings add", () => {
  expect(problemsOf(system({ tracing: { kind: "xray", memoryLimitMiB: 700 } }))).toEqual([
    "dev.systems.http-scale-out.container.memoryLimitMiB must fit one instance together with those of the sidecars: a t3.micro has about 919 MiB for tasks, got 956. Lower it, or choose a larger instance type.",
  ]);
});

test("a shell can be opened in the added containers, too", () => {
  const shell = { "service.enableExecuteCommand": true, "container.readonlyRootFilesystem": false };
  expect(problemsOf(system({ tracing: XRAY, ...shell }))).toEqual([]);
});

test("the service's own container can wait for the collector", () => {
  const waits = { "container.dependsOn": { "otel-collector": "HEALTHY" } };
  expect(problemsOf(system({ tracing: XRAY, ...waits }))).toEqual([]);
});

test("on instances, each container has an address of its own", () => {
  expect(problemsOf(system({ tracing: XRAY, "container.port": 4318 }))).toEqual([]);
});

test("nobody is warned of the user of a log router", () => {
  expect(warningsOf(system({ logRouter: {}, "serviceScaling.maxTasks": 5 }))).toEqual([]);
});

describe("tracing and log routing", () => {
  const small = { ...proxy, cpu: 2, memoryLimitMiB: 6 };
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`p${index}`, small]));
  systemErrorIf([
    [
      "the kind is unknown",
      { tracing: { kind: "zipkin" } },
      'tracing.kind must be "xray" or "application-signals", got "zipkin".',
    ],
    [
      "the agent of Application Signals runs on instances",
      { tracing: { kind: "application-signals" } },
      'tracing.kind must be "xray" where capacity.kind is "instances", because the agent of Application Signals runs on Fargate, got "application-signals". Set capacity.kind to "fargate", or use "xray".',
    ],
    [
      "there is no container for the instrumentation's image",
      {
        capacity: { kind: "fargate" },
        network: { kind: "own", zoneCount: 2, nat: "single" },
        tracing: { kind: "application-signals", instrumentationImage: "adot:1" },
      },
      'tracing.instrumentationImage must be left out without language, which adds its container, got "adot:1". Set language, or remove it.',
    ],
    [
      "a sidecar has the name of the collector",
      { tracing: XRAY, sidecars: { "otel-collector": proxy } },
      'sidecars.otel-collector must have another name, because tracing adds a container of this name, got "otel-collector". Rename it.',
    ],
    [
      "the service's own container has the name of the log router",
      { logRouter: {}, "container.name": "log-router" },
      'container.name must have another name, because logRouter adds a container of this name, got "log-router". Rename it.',
    ],
    [
      "a task has no room",
      { tracing: XRAY, sidecars: many },
      "sidecars must leave room for otel-collector, because a task has at most 10 containers, got 9. Remove a sidecar.",
    ],
    [
      "a share is none",
      { tracing: { kind: "xray", samplingPercent: 101 } },
      "tracing.samplingPercent must be a number from 0 to 100, got 101.",
    ],
    [
      "an image has no tag",
      { logRouter: { image: "fluent/fluent-bit" } },
      'logRouter.image must have a tag or digest, because the variable image_tag is that of the service\'s own image, got "fluent/fluent-bit".',
    ],
    [
      "a stream is none",
      { logRouter: { destination: { kind: "firehose", streamArn: "logs" } } },
      'logRouter.destination.streamArn must be the ARN of a Firehose stream: it must begin with "arn:", got "logs".',
    ],
    [
      "the program listens where the collector does",
      { ...onFargate, tracing: XRAY, "container.port": 4318 },
      "container.port must not be a port of otel-collector (4318, 8888, 13133), because the containers of a task share an address, got 4318. Let the program listen on another port.",
    ],
    [
      "a further port is that of the agent of Application Signals",
      { ...onFargate, tracing: SIGNALS, "container.morePorts": [9090, 2000] },
      "container.morePorts[1] must not be a port of cloudwatch-agent (4315, 4316, 2000), because the containers of a task share an address, got 2000. Let the program listen on another port.",
    ],
    [
      "a sidecar listens where the log router does",
      { ...onFargate, logRouter: {}, sidecars: { proxy: { ...proxy, ports: [24224] } } },
      "sidecars.proxy.ports[0] must not be a port of log-router (24224), because the containers of a task share an address, got 24224. Let the program listen on another port.",
    ],
    [
      "a volume has the name of that of the instrumentation",
      {
        ...onFargate,
        tracing: SIGNALS,
        volumes: { instrumentation: { kind: "bind" } },
        "container.mounts": { "/data": { volume: "instrumentation" } },
      },
      'volumes.instrumentation must have another name, because tracing.language adds a volume of this name, got "instrumentation". Rename it.',
    ],
    [
      "the program writes where the instrumentation is",
      { ...onFargate, tracing: SIGNALS, "container.writablePaths": ["/otel-auto-instrumentation"] },
      'container.writablePaths[0] must be another folder, because tracing.language mounts the instrumentation there, got "/otel-auto-instrumentation". Choose another folder.',
    ],
    [
      "a bucket's name is one of AWS's",
      { logRouter: { destination: { kind: "s3", bucket: "xn--logs" } } },
      'logRouter.destination.bucket must not start with "xn--", which AWS reserves, got "xn--logs".',
    ],
    [
      "an option has a secret in plain",
      {
        logRouter: {
          destination: { kind: "output", options: { Name: "datadog", apikey: "0a1b2c3d" } },
        },
      },
      "logRouter.destination.options.apikey must not hold a secret, and has the name of a secret: everyone who may read the task definition can read it (ECS.8). Store the value in Secrets Manager or an SSM parameter, and set its ARN in secretOptions.",
    ],
    [
      "an option is plain and secret",
      {
        logRouter: {
          destination: {
            kind: "output",
            options: { Name: "http", Header: "x" },
            secretOptions: { Header: "arn:aws:ssm:us-east-2:111122223333:parameter/header" },
          },
        },
      },
      'logRouter.destination.secretOptions.Header must have the name of none of options, because a log router has one value for each, got "Header". Remove one of the two.',
    ],
    [
      "the destination, which each container repeats, does not fit the task definition",
      {
        logRouter: {
          destination: {
            kind: "output",
            options: {
              Name: "http",
              ...Object.fromEntries(
                Array.from({ length: 30 }, (_, index) => [`Option${index}`, "x".repeat(1000)]),
              ),
            },
          },
        },
      },
      "logRouter.destination must fit the task definition, which AWS limits to 64 KiB: the settings of all containers, each with this destination, may have 55000 bytes, got 62545. Let the programs read their configuration from a file or service, or shorten it.",
    ],
    [
      "an output has no name",
      { logRouter: { destination: { kind: "output", options: { Host: "logs.example.com" } } } },
      'logRouter.destination.options.Name must be the name of an output of Fluent Bit, but is missing. Set it, as in "datadog".',
    ],
  ]);
});

test("what is wrong with an added container is told of its setting", () => {
  const settings = changed(minimal, {
    network: { kind: "own", zoneCount: 2, nat: "none" },
    systems: {
      worker: {
        image: { kind: "repository", pushedElsewhere: true },
        tracing: { kind: "xray", memoryLimitMiB: 1024 },
      },
    },
  });
  const { problems } = parseEnvironments({ dev: settings });
  expect(problems.map(({ path }) => path.join("."))).toEqual([
    "dev.systems.worker.task.memoryMiB",
    "dev.systems.worker.tracing.memoryLimitMiB",
    "dev.systems.worker.tracing.image",
  ]);
});
