import type { Imported } from "../../../tools/import/imported";
import { importFixture, settingsOf } from "./fixtures";

/** What becomes of each field, by its place. */
function outcomesOf(
  imported: Imported,
): ReadonlyMap<string, { kind: string; to?: string; why?: string }> {
  return new Map(
    imported.files.flatMap(({ field }) => field.rows.map(([path, outcome]) => [path, outcome])),
  );
}

describe("a Compose file", () => {
  const umami = importFixture(["compose/umami"]);
  const system = settingsOf(umami)["dev"].systems["http-scale-out"];

  it("becomes a service with its image, port, check, number and roll-out", () => {
    expect(system.image).toEqual({
      kind: "reference",
      reference: "ghcr.io/umami-software/umami:postgresql-latest",
    });
    expect(system.container).toMatchObject({
      name: "umami",
      port: 3000,
      initProcessEnabled: true,
      user: "0:0",
      readonlyRootFilesystem: false,
    });
    expect(system.service).toMatchObject({
      desiredCount: 2,
      maximumPercent: 200,
      circuitBreaker: true,
    });
    expect(system.serviceScaling).toEqual({ minTasks: 2, maxTasks: 8 });
    expect(system.loadBalancer.healthCheck).toEqual({
      path: "/api/heartbeat",
      intervalSeconds: 5,
      timeoutSeconds: 4,
      unhealthyThreshold: 5,
    });
  });

  it("leaves secrets out of the settings, and says how to store them", () => {
    expect(JSON.stringify(system)).not.toContain("fixture-only-value");
    expect(JSON.stringify(system)).not.toContain("umami:umami@");
    expect(outcomesOf(umami).get("services.umami.environment.APP_SECRET")?.why).toMatch(
      /aws secretsmanager create-secret --name umami\/APP_SECRET/,
    );
  });

  it("says how to bring data over, and what was empty", () => {
    expect(umami.data).toEqual([expect.stringMatching(/^db \(PostgreSQL\): .*pg_dump/) as string]);
    expect(umami.notes).toEqual([
      expect.stringContaining("umami had no memory limit") as string,
      expect.stringContaining("The variable TRACKER_NAME has no value") as string,
    ]);
  });

  it("reads sizes, commands, merged keys and env files", () => {
    const { services } = settingsOf(importFixture(["compose/django-celery"]))["dev"].systems[
      "talk-service"
    ];
    expect(Object.keys(services)).toEqual(["django", "flower", "mailpit"]);
    expect(services.django.container).toMatchObject({
      cpu: 256,
      memoryLimitMiB: 768,
      memoryReservationMiB: 384,
      command: ["/start", "--reload", "two words"],
      environment: {
        USE_DOCKER: "yes",
        REDIS_URL: "redis://redis:6379/0",
        CELERY_FLOWER_USER: "debug",
      },
    });
    expect([services.django.paths, services.flower.paths]).toEqual([
      ["/*"],
      ["/flower", "/flower/*"],
    ]);
    expect(services.django.priority).toBeGreaterThan(services.flower.priority);
  });

  it("takes what Traefik leads to, and not Traefik", () => {
    const traefik = importFixture(["compose/traefik"]);
    const { container } = settingsOf(traefik)["dev"].systems["http-scale-out"];
    expect(container).toMatchObject({
      port: 80,
      user: "65534:65534",
      readonlyRootFilesystem: true,
      writablePaths: ["/tmp"],
      stopTimeoutSeconds: 60,
    });
    expect(outcomesOf(traefik).get("services.traefik")?.why).toContain("replaces the proxy");
  });

  it("takes a profile, and an internal service, only when it is told", () => {
    const plain = settingsOf(importFixture(["compose/express-mongo"]))["dev"].systems;
    expect(Object.keys(plain)).toEqual(["http-scale-out"]);
    const more = settingsOf(importFixture(["compose/express-mongo"], { include: ["backend"] }))[
      "dev"
    ].systems;
    expect(Object.keys(more["talk-service"].services)).toEqual(["frontend", "backend"]);
    const seed = outcomesOf(importFixture(["compose/voting-app"])).get("services.seed");
    expect(seed?.why).toBe("Its profile is not active. Import it with --profile seed.");
    const taken = outcomesOf(importFixture(["compose/voting-app"], { profiles: ["seed"] })).get(
      "services.seed",
    );
    expect(taken?.why).toContain("It is not reachable from outside");
  });
});

describe("Copilot's folder", () => {
  const imported = importFixture(["copilot/multi-env"]);
  const settings = settingsOf(imported);

  it("becomes an environment for each of Copilot's, with its overrides", () => {
    expect(Object.keys(settings)).toEqual(["prod", "staging", "test"]);
    const of = (name: string) => settings[name].systems["http-scale-out"];
    expect(of("test").container.environment).toEqual({ STAGE: "test", OTHER: "kept" });
    expect(of("staging").serviceScaling).toEqual({
      minTasks: 2,
      maxTasks: 4,
      strategies: [{ kind: "cpu-target", targetPercent: 70 }],
    });
    expect(of("prod").container).toMatchObject({ cpu: 1024, memoryLimitMiB: 2048 });
    expect(of("prod").serviceScaling).toEqual({
      minTasks: 3,
      maxTasks: 12,
      strategies: [
        {
          kind: "cpu-target",
          targetPercent: 60,
          scaleInCooldownSeconds: 120,
          scaleOutCooldownSeconds: 60,
        },
        { kind: "memory-target", targetPercent: 80, scaleInCooldownSeconds: 300 },
        { kind: "requests-target", requestsPerTarget: 1000, scaleInCooldownSeconds: 300 },
      ],
    });
    expect(of("prod").loadBalancer).toMatchObject({
      domainName: "shop.example.com",
      hostedZoneId: "Z0123456789EXAMPLE",
      certificate: { kind: "request" },
    });
    expect(settings["staging"].containerInsights).toBe("enabled");
  });

  it("takes a network, and a certificate with its region, from an environment's manifest", () => {
    const { test } = settingsOf(importFixture(["copilot/imported-certificates"]));
    expect(test.region).toBe("eu-west-1");
    expect(test.network).toMatchObject({ kind: "existing", vpcId: "vpc-0123456789abcdef0" });
    expect(test.systems["http-scale-out"].loadBalancer.certificate.kind).toBe("existing");
  });

  it("gives parameters their ARNs where it knows the account, and says so where it does not", () => {
    const withAccount = settingsOf(importFixture(["copilot/secrets"], { account: "123456789012" }));
    expect(withAccount["prod"].systems["http-scale-out"].container.secrets).toEqual({
      SSM_BY_NAME: "arn:aws:ssm:us-east-2:123456789012:parameter/prod-token",
      SSM_BY_ARN: "arn:aws:ssm:us-west-2:123456789012:parameter/shop/token",
    });
    const without = outcomesOf(importFixture(["copilot/secrets"]));
    expect(without.get("environments.prod.secrets.SSM_BY_NAME")?.why).toContain("--account");
    expect(without.get("secrets.BY_SECRETS_MANAGER.secretsmanager")?.why).toContain(
      "--secret-id mysql",
    );
  });

  it.each([
    ["pubsub", "Worker Service", /--include counter/],
    ["multi-svc", "Scheduled Job", /no imported service runs the job's image.* "rate\(1 day\)"/],
    ["static-site", "Static Site", /http-api\.page\.folder/],
    ["addons", "Backend Service", /--include backend/],
  ])("of %s says why a %s has no place", (name, type, why) => {
    const { files } = importFixture([`copilot/${name}`]);
    const file = files.find(({ field }) => field.get("type").text === type)!;
    const [[, outcome] = []] = file.field.rows;
    expect(outcome).toMatchObject({ kind: "left", why: expect.stringMatching(why) as string });
  });

  it("names storage add-ons, and how to keep them", () => {
    const { data } = importFixture(["copilot/addons"]);
    expect(data.join("\n")).toMatch(
      /helloTable \(AWS::DynamoDB::Table\)[^]*bucket \(AWS::S3::Bucket\)|cluster \(AWS::RDS::DBCluster\)/,
    );
    expect(data).toHaveLength(3);
    expect(importFixture(["copilot/volumes"]).data.join()).toContain("efs's volume userdata");
  });
});

describe("ECS and App Runner", () => {
  it("a task definition with its service becomes a service in its region", () => {
    const imported = importFixture(["ecs/task-definition.json", "ecs/service.json"]);
    const { region, systems } = settingsOf(imported)["dev"];
    expect(region).toBe("eu-central-1");
    expect(systems["http-scale-out"]).toMatchObject({
      container: {
        name: "web",
        port: 3000,
        cpu: 256,
        // What the task has without its sidecar.
        memoryLimitMiB: 960,
        memoryReservationMiB: 512,
        environment: { LOG_LEVEL: "info" },
        secrets: {
          DATABASE_URL: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-AbCdEf",
        },
        stopTimeoutSeconds: 45,
      },
      service: {
        name: "shop",
        desiredCount: 3,
        healthCheckGracePeriodSeconds: 30,
        enableExecuteCommand: true,
        permissions: { roleArn: "arn:aws:iam::123456789012:role/shop-task" },
      },
      loadBalancer: { healthCheck: { path: "/health" } },
    });
    const outcomes = outcomesOf(imported);
    expect(systems["http-scale-out"].sidecars).toEqual({
      xray: {
        image: { kind: "reference", reference: "public.ecr.aws/xray/aws-xray-daemon:latest" },
        cpu: 32,
        memoryLimitMiB: 64,
        essential: false,
        user: "0:0",
        readonlyRootFilesystem: false,
      },
    });
    expect(outcomes.get("taskDefinition.containerDefinitions[1].name")?.to).toBe(
      "systems.http-scale-out.sidecars.xray",
    );
    expect(outcomes.get("taskDefinition.volumes")?.why).toContain("securityGroupId");
    expect(imported.notes.join()).toContain("capacity.egress");
    expect(imported.data.join()).toContain("the volume uploads");
  });

  it("a service of App Runner becomes a service", () => {
    const { region, systems } = settingsOf(importFixture(["ecs/app-runner.json"]))["dev"];
    expect(region).toBe("eu-west-1");
    expect(systems["http-scale-out"]).toMatchObject({
      image: { reference: "public.ecr.aws/acme/shop-api:1.4.2" },
      container: { port: 8080, cpu: 1024, memoryLimitMiB: 2048, command: ["node", "server.js"] },
      service: { name: "shop-api" },
      loadBalancer: {
        healthCheck: {
          path: "/health",
          intervalSeconds: 10,
          timeoutSeconds: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 5,
        },
      },
    });
  });
});
