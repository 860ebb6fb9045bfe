import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { Imported, ImportOptions } from "../../../tools/import/imported";
import { importFixture, settingsOf } from "./fixtures";

const folder = mkdtempSync(join(tmpdir(), "reasons-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let inputs = 0;

/** Imports files of the given content, or the folder that they are in. */
function importOf(
  files: Readonly<Record<string, unknown>>,
  path?: string,
  options: Partial<ImportOptions> = {},
): Imported {
  const root = join(folder, String(inputs++));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), stringify(content));
  }
  const names = path === undefined ? Object.keys(files) : [path];
  return importFixture(
    names.map((name) => join(root, name)),
    options,
  );
}

/** Outcomes of single fields, also where several have the same one. */
function outcomeAt(imported: Imported, path: string) {
  const rows = imported.files.flatMap(({ field }) => field.rows);
  return rows.find(([each]) => each === path)?.[1] as
    { kind: string; to?: string; why?: string } | undefined;
}

const web = { name: "web", image: "ghcr.io/acme/web:1.0.0", portMappings: [{ containerPort: 80 }] };
const task = (container: object, more: object = {}) => ({
  family: "shop",
  networkMode: "bridge",
  ...more,
  containerDefinitions: [{ ...web, ...container }],
});

describe("a shell in a task", () => {
  it.each([
    ["read-only container", { readonlyRootFilesystem: true }, "left"],
    ["writable container", {}, "taken"],
  ])("of ECS with a %s is explained", (_, container, kind) => {
    const service = { serviceName: "shop", enableExecuteCommand: true, desiredCount: 1 };
    const imported = importOf({
      "task.json": task(container),
      "service.json": { services: [service] },
    });
    const outcome = outcomeAt(imported, "services[0].enableExecuteCommand");
    expect(outcome?.kind).toBe(kind);
    expect(outcome?.why ?? "").toMatch(kind === "left" ? /needs a writable file system/ : /^$/);
  });
});

describe("fields of a task definition and its service", () => {
  const efs = (name: string) => ({ name, efsVolumeConfiguration: { fileSystemId: "fs-12345678" } });
  const imported = importOf({
    "task.json": task(
      {
        portMappings: [
          { containerPort: 8125, protocol: "udp" },
          { containerPort: 80, hostPort: 0, protocol: "tcp", name: "web", appProtocol: "http2" },
        ],
        mountPoints: [{ sourceVolume: "media", containerPath: "/media" }],
        healthCheck: { command: ["CMD-SHELL", "curl http://localhost/health"], interval: 10 },
        hostname: "shop",
        privileged: true,
        newField: 1,
      },
      {
        volumes: [efs("media"), efs("unused")],
        runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
        revision: 7,
      },
    ),
    "service.json": {
      services: [
        {
          serviceName: "shop",
          platformVersion: "1.4.0",
          newField: 1,
          runningCount: 1,
          deploymentConfiguration: {
            maximumPercent: 200,
            minimumHealthyPercent: 100,
            deploymentCircuitBreaker: { enable: true, rollback: true },
            alarms: { enable: true },
          },
          deployments: [{ id: "ecs-svc/1", serviceConnectConfiguration: { enabled: true } }],
        },
      ],
    },
  });

  it.each([
    ["containerDefinitions[0].portMappings[0].protocol", /udpPorts use UDP/],
    ["containerDefinitions[0].portMappings[1].hostPort", /ECS chooses the host port/],
    ["containerDefinitions[0].portMappings[1].name", /connection\.name/],
    ["containerDefinitions[0].portMappings[1].appProtocol", /loadBalancer\.protocolVersion/],
    ["containerDefinitions[0].healthCheck.interval", /times and retries in containerCheck/],
    ["containerDefinitions[0].hostname", /ECS names containers/],
    ["containerDefinitions[0].privileged", /capabilities\.add/],
    ["containerDefinitions[0].newField", /^The settings have no such field\.$/],
    ["runtimePlatform.operatingSystemFamily", /Linux/],
    ["revision", /AWS assigned it/],
    ["services[0].platformVersion", /Only tasks on Fargate/],
    ["services[0].newField", /^The settings have no such field\.$/],
    ["services[0].runningCount", /state of the existing service/],
    ["services[0].deploymentConfiguration.alarms.enable", /rollbackOnAlarms/],
    ["services[0].deployments[0].serviceConnectConfiguration.enabled", /Set serviceConnect/],
  ])("%s has its own reason", (path, why) => {
    expect([path, outcomeAt(imported, path)?.why]).toEqual([path, expect.stringMatching(why)]);
  });

  it("rolls back as before", () => {
    const at = "services[0].deploymentConfiguration.deploymentCircuitBreaker";
    expect(outcomeAt(imported, at)).toEqual({
      kind: "taken",
      to: "systems.http-scale-out.service.circuitBreaker",
    });
  });

  it("has the TCP port behind the load balancer", () => {
    const { container } = settingsOf(imported)["dev"].systems["http-scale-out"];
    expect([container.port, container.udpPorts]).toEqual([80, [8125]]);
  });

  it("says that an existing file system keeps its files, if a container mounts it", () => {
    expect(imported.data).toEqual([
      expect.stringMatching(/^the volume media: .*stay in the file system fs-12345678/),
    ]);
  });
});

describe("fields of a service of App Runner", () => {
  it.each([
    ["Service.NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible", /reachable from/],
    ["Service.NewField", /^The settings have no such field\.$/],
    ["Service.Status", /AWS assigned it/],
  ])("%s has its own reason", (path, why) => {
    const imported = importOf({
      "app-runner.json": {
        Service: {
          ServiceName: "shop",
          Status: "RUNNING",
          NewField: 1,
          NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: true } },
        },
      },
    });
    expect([path, outcomeAt(imported, path)?.why]).toEqual([path, expect.stringMatching(why)]);
  });
});

it.each([
  [
    "update_config.monitor",
    { update_config: { monitor: "5s", order: "start-first" } },
    /as soon as/,
  ],
  [
    "update_config.failure_action",
    { update_config: { failure_action: "pause", order: "start-first" } },
    /circuitBreaker/,
  ],
  [
    "resources.limits.pids",
    { resources: { limits: { pids: 5, cpus: "1" } } },
    /^Resources other than/,
  ],
])("deploy.%s of a Compose file has its own reason", (path, deploy, why) => {
  const shop = { image: "ghcr.io/acme/web:1.0.0", ports: ["80:80"], deploy, dns_search: "a.b" };
  const imported = importOf({ "compose.yml": { services: { shop } } });
  expect(outcomeAt(imported, `services.shop.deploy.${path}`)?.why).toMatch(why);
  expect(outcomeAt(imported, "services.shop.dns_search")?.why).toMatch(/dnsSearchDomains/);
});

it.each([
  ["Worker Service", "image.healthcheck.interval", /containerCheck/],
  ["Load Balanced Web Service", "http.version", /protocolVersion/],
  ["Load Balanced Web Service", "image.labels.team", /dockerLabels/],
  ["Load Balanced Web Service", "sidecars.log.healthcheck.interval", /containerCheck/],
])("a %s of Copilot has a reason of its own for %s", (type, path, why) => {
  const check = { command: ["CMD", "true"], interval: "10s" };
  const manifest = {
    name: "web",
    type,
    image: { location: "ghcr.io/acme/web:1.0.0", healthcheck: check, labels: { team: "shop" } },
    http: { path: "/", version: "grpc" },
    sidecars: { log: { image: "ghcr.io/acme/log:1.0.0", healthcheck: check } },
  };
  const imported = importOf({ "copilot/web/manifest.yml": manifest }, "copilot");
  expect([path, outcomeAt(imported, path)?.why]).toEqual([path, expect.stringMatching(why)]);
});

describe("a FIFO queue", () => {
  const lost = /FIFO.*order of messages, their deduplication and MessageGroupId are lost/;
  const url = "https://sqs.us-east-2.amazonaws.com/123456789012/jobs";

  it.each(["", ".fifo"])("of ECS with the name jobs%s is told of if it is one", (suffix) => {
    const jobs = { name: "jobs", image: "ghcr.io/acme/jobs:1.0.0" };
    const variable = { name: "QUEUE", value: url + suffix };
    const imported = importOf({
      "task.json": {
        family: "jobs",
        containerDefinitions: [{ ...jobs, environment: [variable] }],
      },
    });
    const outcome = outcomeAt(imported, "containerDefinitions[0].environment");
    expect(lost.test(outcome?.why ?? "")).toBe(suffix !== "");
    expect(lost.test(imported.notes.join("\n"))).toBe(suffix !== "");
  });

  it("of a Compose file is told of", () => {
    const jobs = { image: "ghcr.io/acme/jobs:1.0.0", environment: { QUEUE: `${url}.fifo` } };
    const imported = importOf({ "compose.yml": { services: { jobs } } });
    expect(outcomeAt(imported, "services.jobs.environment.QUEUE")?.why).toMatch(lost);
    expect(imported.notes.join("\n")).toMatch(/jobs\.fifo: It is a FIFO queue/);
  });

  it.each([
    ["a flag", true],
    ["options", { content_based_deduplication: true }],
  ])("of Copilot is told of, by %s", (_, fifo) => {
    const manifest = {
      name: "jobs",
      type: "Worker Service",
      image: { location: "ghcr.io/acme/jobs:1.0.0" },
      subscribe: {
        topics: [{ name: "orders", service: "web", queue: { fifo } }],
        queue: { fifo, retention: "96h" },
      },
    };
    const imported = importOf({ "copilot/jobs/manifest.yml": manifest }, "copilot");
    const whys = imported.files.flatMap(({ field }) =>
      field.rows
        .filter(([path]) => path.includes("fifo"))
        .map(([, outcome]) => (outcome.kind === "left" ? outcome.why : "")),
    );
    expect(whys).toEqual([
      expect.stringMatching(lost) as string,
      expect.stringMatching(lost) as string,
    ]);
  });
});

it("an override of an environment of Copilot without a manifest says so", () => {
  const manifest = {
    name: "web",
    type: "Load Balanced Web Service",
    image: { location: "ghcr.io/acme/web:1.0.0", port: 80 },
    environments: { test: { cpu: 512 }, prod: { count: { spot: 2 } } },
  };
  const imported = importOf(
    {
      "copilot/web/manifest.yml": manifest,
      "copilot/environments/test/manifest.yml": { name: "test", type: "Environment" },
    },
    "copilot",
  );
  expect(outcomeAt(imported, "environments.prod.count.spot")?.why).toContain(
    "The environment prod has no manifest in copilot/environments",
  );
  expect(outcomeAt(imported, "environments.test.cpu")?.kind).toBe("taken");
});
