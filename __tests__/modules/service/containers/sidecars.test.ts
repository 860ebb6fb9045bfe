import type { EnvironmentSettings } from "../../../../settings/environment";
import type { TaskDefinitionProps } from "../../../../modules/service/task-definition/task-definition";
import { containerDefinitions } from "../../../support/container-definitions";
import { dev } from "../../../fixtures/environments/dev";
import { runtimeOf, synthEnvironments } from "../../../support/environments";
import type { TerraformJson } from "../../../support/synth";
import { synth } from "../../../support/synth";
import { container, FARGATE, task } from "../fixtures";

type Systems = EnvironmentSettings["systems"];
type Sidecars = NonNullable<NonNullable<Systems["http-scale-out"]>["sidecars"]>;

const sidecars: Sidecars = {
  proxy: {
    image: { kind: "reference", reference: "nginx:1.29.3" },
    ports: [8080],
    cpu: 64,
    memoryLimitMiB: 64,
    dependsOn: { "http-api": "HEALTHY" },
    links: ["http-api"],
    containerCheck: { kind: "command", command: ["nginx", "-t"], startPeriodSeconds: 0 },
  },
  migrate: {
    image: { kind: "service" },
    command: ["node", "migrate.js"],
    essential: false,
    startTimeoutSeconds: 120,
    cpu: 32,
    memoryLimitMiB: 64,
    secrets: { DB: "arn:aws:ssm:us-east-2:111122223333:parameter/db" },
  },
  agent: {
    image: {
      kind: "repository",
      repositoryName: "agent",
      build: { context: "services", dockerfile: "talk/Dockerfile" },
    },
    cpu: 32,
    memoryLimitMiB: 64,
    essential: false,
    restartPolicy: {},
  },
};

const withSidecars = () =>
  runtimeOf("http-scale-out", {
    containerCheck: { kind: "http", path: "/health" },
    container: { dependsOn: { migrate: "SUCCESS" } },
    sidecars,
  });

const containersOf = (json: TerraformJson) =>
  containerDefinitions(
    json.resource("aws_ecs_task_definition")["container_definitions"] as string,
  ) as Record<string, unknown>[];

describe("sidecars of a service", () => {
  const json = withSidecars();
  const [web, proxy, migrate, agent, ...others] = containersOf(json);

  test("stand beside its own container, which comes first", () => {
    expect([web, proxy, migrate, agent].map((each) => each?.["name"])).toEqual([
      "http-api",
      "proxy",
      "migrate",
      "agent",
    ]);
    expect(others).toEqual([]);
  });

  test("start in the order of their dependencies", () => {
    expect(web).toMatchObject({
      dependsOn: [{ containerName: "migrate", condition: "SUCCESS" }],
      healthCheck: { command: ["CMD", "node", "-e", expect.stringContaining("/health")] },
    });
    expect(proxy).toMatchObject({
      dependsOn: [{ containerName: "http-api", condition: "HEALTHY" }],
      links: ["http-api"],
      essential: true,
      portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
      healthCheck: { command: ["CMD", "nginx", "-t"], interval: 30, startPeriod: 0 },
    });
    expect(migrate).toMatchObject({ essential: false, startTimeout: 120 });
    expect(agent).toMatchObject({
      restartPolicy: { enabled: true, restartAttemptPeriod: 300 },
    });
  });

  test("have an image of their own, or the service's", () => {
    expect(proxy?.["image"]).toBe("nginx:1.29.3");
    expect(migrate?.["image"]).toBe(web?.["image"]);
    expect(agent?.["image"]).toMatch(/\/agent:\$\{var\.image_tag\}$/);
  });

  test("write to the service's log, and are as safe as its own container", () => {
    for (const each of [proxy, migrate, agent]) {
      expect(each).toMatchObject({
        logConfiguration: web?.["logConfiguration"],
        readonlyRootFilesystem: true,
        user: "1000:1000",
      });
    }
  });

  test("may be pulled, and their secrets read", () => {
    const statements = json
      .resources("aws_iam_role_policy")
      .flatMap(({ policy }) => json.referenced(policy as string)["statement"] as Statement[]);
    const resourcesOf = (action: string) =>
      statements
        .filter(({ actions }) => actions.includes(action))
        .flatMap((each) => each.resources);
    expect(resourcesOf("ecr:BatchGetImage")).toEqual([
      expect.stringMatching(/repository\/http-api$/),
      expect.stringMatching(/repository\/agent$/),
    ]);
    expect(resourcesOf("ssm:GetParameters")).toEqual([
      "arn:aws:ssm:us-east-2:111122223333:parameter/db",
    ]);
  });
});

interface Statement {
  readonly actions: string[];
  readonly resources: string[];
}

test("the images stack has a repository for each image of a sidecar, and builds it", () => {
  const images = imagesOf({
    image: { kind: "repository", repositoryName: "shop" },
    sidecars: { agent: sidecars["agent"]! },
  });
  expect(images.resources("aws_ecr_repository").map(({ name }) => name as string)).toEqual([
    "agent",
    "shop",
  ]);
  expect(images.resource("docker_image").build.dockerfile).toBe("talk/Dockerfile");
});

function imagesOf(settings: NonNullable<Systems["http-scale-out"]>): TerraformJson {
  const { stacks } = synthEnvironments({
    dev: { ...dev, systems: { "http-scale-out": settings } },
  });
  return stacks["http-scale-out-images-dev"]!;
}

test("on instances, a worker's own container has what its sidecars leave of the task", () => {
  const json = runtimeOf("worker", {
    task: { cpu: 512, memoryMiB: 1024 },
    sidecars: {
      agent: {
        image: { kind: "reference", reference: "acme/agent:1" },
        cpu: 128,
        memoryLimitMiB: 256,
      },
    },
    capacity: { kind: "instances", instanceTypes: ["t3.medium"] },
  });
  expect(containersOf(json)).toMatchObject([
    { cpu: 384, memory: 768 },
    { cpu: 128, memory: 256 },
  ]);
});

test.each(["daemon-api", "talk-service", "rest-api", "http-api"] as const)(
  "%s has sidecars as well",
  (system) => {
    const sidecar = {
      image: { kind: "reference", reference: "acme/agent:1" },
      essential: false,
      ...(system === "daemon-api" || system === "talk-service"
        ? { cpu: 32, memoryLimitMiB: 64 }
        : {}),
    } as const;
    const its = { sidecars: { agent: sidecar } };
    const names = { "talk-service": "talk", "rest-api": "student", "http-api": "food" } as const;
    const json = runtimeOf(
      system,
      (system === "daemon-api"
        ? its
        : { services: { [names[system]]: { priority: 1, ...its } } }) as never,
    );
    const found = json
      .resources("aws_ecs_task_definition")
      .flatMap((each) => containerDefinitions(each["container_definitions"] as string));
    expect(found).toContainEqual(
      expect.objectContaining({ name: "agent", image: "acme/agent:1", essential: false }),
    );
  },
);

describe("a task definition refuses", () => {
  type Props = Parameters<typeof container>[0];
  const web = (more: Props = {}) => container({ cpu: 64, memoryLimitMiB: 64, ...more });
  const side = (name: string, more: Props = {}) => web({ name, ports: [], ...more });
  const synthTask = (
    containers: readonly ReturnType<typeof container>[],
    compatibility?: TaskDefinitionProps["compatibility"],
  ) =>
    synth((stack) => {
      task(stack, { containers, ...(compatibility && { compatibility }) });
    });

  test.each<[string, ReturnType<typeof container>[], string]>([
    [
      "a dependency on nobody",
      [web({ dependsOn: { nobody: "START" } })],
      "`containers[web].dependsOn.nobody` must name another container of the task (there is none)",
    ],
    [
      "a cycle of three",
      [
        web({ dependsOn: { a: "START" } }),
        side("a", { dependsOn: { b: "START" } }),
        side("b", { links: ["web"] }),
      ],
      "`containers[web].dependsOn.a` must not lead back to web: web -> a -> b -> web",
    ],
    [
      "SUCCESS of an essential container",
      [web({ dependsOn: { a: "SUCCESS" } }), side("a")],
      "must be START or HEALTHY, because a is essential",
    ],
    [
      "HEALTHY without a check",
      [web({ dependsOn: { a: "HEALTHY" } }), side("a")],
      "must be another condition while a has no container health check",
    ],
    [
      "more containers than ECS takes",
      [web(), ..."abcdefghij".split("").map((name) => side(name))],
      "`containers.length` must be from 0 to 10, got 11",
    ],
  ])("%s", (_, containers, message) => {
    expect(() => synthTask(containers)).toThrow(message);
  });

  test.each([
    ["Fargate", FARGATE],
    ["ECS Managed Instances", { kind: "managed-instances" } as const],
  ])("a link, and a port of two containers, on %s", (platform, compatibility) => {
    expect(() => synthTask([web(), side("a", { links: ["web"] })], compatibility)).toThrow(
      `\`containers[a].links\` must be left out on ${platform}`,
    );
    const onOnePort = [web({ ports: [80] }), side("a", { ports: [80] })];
    expect(() => synthTask(onOnePort, compatibility)).toThrow("`containers[a].ports` must differ");
    expect(() => synthTask(onOnePort)).not.toThrow();
  });

  test("but takes one cycle of each once", () => {
    const cycle = [web({ dependsOn: { a: "START" } }), side("a", { dependsOn: { web: "START" } })];
    expect(() => synthTask(cycle)).toThrow(/lead back to web(?!.*lead back)/s);
  });
});
