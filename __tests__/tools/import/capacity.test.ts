import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { formatProblem, parseEnvironments } from "../../../settings/environment";
import { scheduleOf } from "../../../tools/import/copilot/map-job";
import type { Imported } from "../../../tools/import/imported";
import { importFixture, settingsOf } from "./fixtures";

const outcomeAt = (imported: Imported, path: string) =>
  imported.files.flatMap(({ field }) => field.rows).find(([each]) => each === path)?.[1] as
    { kind: string; to?: string; why?: string } | undefined;

const systemsOf = (imported: Imported, environment = "dev") =>
  settingsOf(imported)[environment].systems;

const OWN_NETWORK = { kind: "own", zoneCount: 2, nat: "single" };

describe("what ran on Fargate", () => {
  it("of ECS keeps its size, storage, architecture, platform and share of Spot", () => {
    const imported = importFixture(["ecs/fargate.json", "ecs/fargate-service.json"]);
    const { capacity, container, sidecars, network } = systemsOf(imported)["http-scale-out"];
    expect(capacity).toEqual({
      kind: "fargate",
      architecture: "arm64",
      ephemeralStorageGiB: 60,
      platformVersion: "1.4.0",
      spotPercent: 75,
      onDemandTasks: 2,
    });
    expect(container).toMatchObject({ cpu: 1024 - 64, memoryLimitMiB: 3072 - 128 });
    expect(sidecars.collector).toMatchObject({ cpu: 64, memoryLimitMiB: 128 });
    expect(network).toMatchObject(OWN_NETWORK);
    expect(outcomeAt(imported, "taskDefinition.containerDefinitions[0].cpu")?.why).toContain(
      "smallest size of its containers",
    );
    expect(outcomeAt(imported, "taskDefinition.networkMode")?.to).toBe(
      "systems.http-scale-out.capacity.kind",
    );
  });

  it("of ECS runs on instances in talk-service, and the report says why", () => {
    const imported = importFixture(["ecs/fargate.json", "ecs/fargate-service.json"], {
      system: "talk-service",
    });
    expect(systemsOf(imported)["talk-service"].capacity.instanceTypes).toHaveLength(1);
    expect(outcomeAt(imported, "taskDefinition.networkMode")?.why).toMatch(
      /talk-service, which does not run on Fargate/,
    );
  });

  it("is not what a service says runs on instances, whatever its task definition could", () => {
    const imported = importFixture(["ecs/sidecars.json", "ecs/sidecars-service.json"]);
    expect(systemsOf(imported)["http-scale-out"].capacity.kind).toBeUndefined();
  });

  it("of App Runner keeps its size", () => {
    const { capacity, network } = systemsOf(importFixture(["ecs/app-runner.json"]))[
      "http-scale-out"
    ];
    expect(capacity).toEqual({ kind: "fargate" });
    expect(network).toMatchObject(OWN_NETWORK);
  });

  it("of Copilot keeps its platform, storage and share of Spot", () => {
    const platform = systemsOf(importFixture(["copilot/platform"]))["http-scale-out"];
    expect(platform.capacity).toEqual({ kind: "fargate", architecture: "arm64" });
    const volumes = systemsOf(importFixture(["copilot/volumes"]))["http-scale-out"];
    expect(volumes.capacity).toEqual({ kind: "fargate", ephemeralStorageGiB: 100 });
    const prod = systemsOf(importFixture(["copilot/multi-env"]), "prod")["http-scale-out"];
    expect(prod.capacity).toEqual({ kind: "fargate", spotPercent: 100, onDemandTasks: 5 });
    const windows = importFixture(["copilot/windows"]);
    expect(outcomeAt(windows, "platform")?.why).toBe("Systems run containers of Linux.");
  });

  it("of Copilot stays in a VPC with private subnets, and several services share instances", () => {
    const { test } = settingsOf(importFixture(["copilot/imported-certificates"]));
    expect(test.systems["http-scale-out"]).toMatchObject({ capacity: { kind: "fargate" } });
    expect(test.systems["http-scale-out"].network).toBeUndefined();
    const several = importFixture(["copilot/autoscaling"]);
    expect(outcomeAt(several, "type")?.why).toMatch(/does not run on Fargate/);
  });
});

it("in a VPC that has no private subnets becomes a service on instances there", () => {
  const folder = mkdtempSync(join(tmpdir(), "import-vpc-"));
  const manifests = {
    "web/manifest.yml":
      "name: web\ntype: Load Balanced Web Service\nimage: {location: acme/web:1, port: 80}\n",
    "environments/test/manifest.yml":
      "name: test\ntype: Environment\nnetwork: {vpc: {id: vpc-0123456789abcdef0, subnets: {public: " +
      "[{id: subnet-0123456789abcdef0}, {id: subnet-0123456789abcdef1}]}}}\n",
  };
  for (const [path, text] of Object.entries(manifests)) {
    mkdirSync(dirname(join(folder, "copilot", path)), { recursive: true });
    writeFileSync(join(folder, "copilot", path), text);
  }
  const imported = importFixture([join(folder, "copilot")]);
  rmSync(folder, { recursive: true });
  const { network, systems } = settingsOf(imported)["test"];
  expect(network.kind).toBe("existing");
  expect(systems["http-scale-out"].capacity.instanceTypes).toHaveLength(1);
  expect(outcomeAt(imported, "type")?.why).toContain("Fargate needs private subnets");
  expect(imported.notes.join()).not.toContain("Tasks on Fargate");
  expect(parseEnvironments(settingsOf(imported)).problems).toEqual([]);
});

describe("what works from a queue", () => {
  it("of Copilot becomes a worker, with its queue and its scaling", () => {
    const imported = importFixture(["copilot/pubsub"]);
    const { worker } = systemsOf(imported);
    expect(worker).toMatchObject({
      name: "dogs",
      task: { cpu: 256, memoryMiB: 512 },
      containerCheck: { kind: "none" },
      queue: { retentionDays: 4, visibilityTimeoutSeconds: 30, maxReceives: 10 },
      serviceScaling: {
        minTasks: 1,
        maxTasks: 5,
        strategies: [{ kind: "queue-target", messagesPerTask: 240 }],
      },
      capacity: { kind: "fargate" },
    });
    expect(outcomeAt(imported, "count.range")?.why).toContain("1 to");
    expect(outcomeAt(imported, "subscribe.topics")?.why).toContain("aws sns subscribe");
    expect(imported.data).toEqual([expect.stringContaining("the queue of dogs: it stays")]);
    const counter = importFixture(["copilot/pubsub"], { include: ["counter"] });
    expect(systemsOf(counter).worker.name).toBe("counter");
  });

  it("of a Compose file becomes a worker where a variable names an SQS queue", () => {
    const imported = importFixture(["compose/sqs-worker"]);
    const systems = systemsOf(imported);
    expect(Object.keys(systems)).toEqual(["http-scale-out", "worker"]);
    expect(systems.worker).toMatchObject({
      name: "mailer",
      task: { cpu: 512, memoryMiB: 1024 },
      container: { command: ["node", "mailer.js"], environment: { LOG_LEVEL: "debug" } },
      containerCheck: { kind: "command", command: ["node", "healthy.js"] },
      serviceScaling: { minTasks: 2, maxTasks: 8 },
      capacity: { kind: "instances" },
    });
    expect(systems.worker.container.environment.ORDERS_QUEUE).toBeUndefined();
    expect(outcomeAt(imported, "services.mailer.environment.ORDERS_QUEUE")?.why).toMatch(
      /names the queue orders.*QUEUE_URL/,
    );
    expect(imported.data.join()).toMatch(/the queue orders: it stays.*localstack \(an emulator/);
  });

  it("of a Compose file stays out where nothing says that its queue is of SQS", () => {
    const celery = importFixture(["compose/django-celery"]);
    expect(systemsOf(celery).worker).toBeUndefined();
    const chosen = importFixture(["compose/django-celery"], {
      system: "worker",
      include: ["celeryworker"],
    });
    expect(Object.keys(systemsOf(chosen))).toEqual(["worker"]);
  });

  it("of ECS becomes a worker on Fargate, with the check of its container", () => {
    const imported = importFixture(["ecs/worker.json"]);
    expect(systemsOf(imported)).toEqual({
      worker: expect.objectContaining({
        name: "thumbnails",
        task: { cpu: 512, memoryMiB: 1024 },
        containerCheck: { kind: "command", command: ["/bin/sh", "-c", "test -f /tmp/alive"] },
        capacity: { kind: "fargate" },
      }) as unknown,
    });
    expect(imported.data).toEqual([expect.stringContaining("the queue thumbnails: it stays")]);
  });

  it("is never a service of App Runner", () => {
    expect(() => importFixture(["ecs/app-runner.json"], { system: "worker" })).toThrow(
      /answers requests, which the system worker does not/,
    );
  });
});

describe("a Scheduled Job of Copilot", () => {
  const imported = importFixture(["copilot/exec-and-jobs"]);

  it("becomes a scheduled task of the service that runs its image", () => {
    expect(systemsOf(imported)["http-scale-out"].scheduledTasks).toEqual({
      nightly: {
        schedule: "cron(30 3 ? * 2-6 *)",
        command: ["node", "clean-up.js"],
        environment: { OLDER_THAN_DAYS: "30" },
        retries: 2,
      },
    });
    const files = imported.files.filter(({ path }) => path.includes("nightly"));
    expect(outcomeAt({ ...imported, files }, "cpu")?.why).toContain("the tasks of its service");
    expect(outcomeAt(imported, "timeout")?.why).toContain("no time limit");
    expect(outcomeAt(imported, "variables.API_TOKEN")?.why).toContain("Secrets Manager");
  });

  it.each([
    ["@every 1h30m", "rate(90 minutes)"],
    ["@every 1m", "rate(1 minute)"],
    ["@daily", "cron(0 0 * * ? *)"],
    ["0 9 * * *", "cron(0 9 * * ? *)"],
    ["*/5 * 1 jan ?", "cron(*/5 * 1 JAN ? *)"],
    ["0 0 * * 0,sat", "cron(0 0 ? * 1,SAT *)"],
    ["cron(0 3 ? * MON *)", "cron(0 3 ? * MON *)"],
    ["rate(1 day)", "rate(1 day)"],
    ["0 0 1 * 1", undefined],
    ["@every 90s", undefined],
    ["soon", undefined],
  ])("has the schedule %s as %s", (text, schedule) => {
    expect(scheduleOf(text)).toBe(schedule);
  });
});

it("writes settings that are taken, with each system that it can choose", () => {
  for (const [paths, options] of [
    [["ecs/fargate.json", "ecs/fargate-service.json"], { system: "worker" }],
    [["ecs/fargate.json", "ecs/fargate-service.json"], { system: "talk-service" }],
    [["copilot/pubsub"], { system: "worker" }],
    [["compose/django-celery"], { system: "worker", include: ["celeryworker"] }],
  ] as const) {
    const imported = importFixture(paths, options);
    expect(parseEnvironments(settingsOf(imported)).problems.map(formatProblem)).toEqual([]);
  }
});
