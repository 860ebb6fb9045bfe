import {
  changed,
  errorIf,
  minimal,
  parsed,
  problemsOf,
  system,
  systemErrorIf,
  warningsOf,
} from "./settings";
import { parseEnvironments } from "../../settings/environment";
import { missingFiles } from "../../settings/missing-files";

const NGINX = { kind: "reference", reference: "nginx:1.29.3" };
const proxy = (more: object = {}) => ({
  image: NGINX,
  ports: [8080],
  cpu: 64,
  memoryLimitMiB: 64,
  ...more,
});
const sidecars = (its: object) => ({ sidecars: its });
const check = { kind: "command", command: ["true"] };

test("a sidecar's defaults are those of the service's own container", () => {
  const { systems } = parsed(system(sidecars({ proxy: proxy() })));
  expect(systems["http-scale-out"]?.sidecars).toEqual({
    proxy: {
      image: NGINX,
      ports: [8080],
      cpu: 64,
      memoryLimitMiB: 64,
      essential: true,
      environment: {},
      notSecrets: [],
      secrets: {},
      secretKeyArns: [],
      user: "1000:1000",
      readonlyRootFilesystem: true,
      writablePaths: [],
      initProcessEnabled: false,
      stopTimeoutSeconds: 30,
    },
  });
});

describe("sidecars", () => {
  systemErrorIf([
    [
      "one has no size on instances",
      sidecars({ proxy: { image: NGINX, cpu: 64 } }),
      "sidecars.proxy.memoryLimitMiB must be a whole number from 6 to 33554432, but is missing.",
    ],
    [
      "one has the name of the service's own container",
      sidecars({ "http-api": proxy() }),
      'sidecars.http-api must have another name than container.name, because a task finds its containers by name, got "http-api". Rename one of them.',
    ],
    [
      "an image has no tag",
      sidecars({ proxy: proxy({ image: { kind: "reference", reference: "nginx" } }) }),
      'sidecars.proxy.image.reference must have a tag or digest, because the variable image_tag is that of the service\'s own image, got "nginx".',
    ],
    [
      "one depends on a container that is not there",
      sidecars({ proxy: proxy({ dependsOn: { web: "START" } }) }),
      'sidecars.proxy.dependsOn.web must name another container of the task (http-api), got "web". Correct the name, or remove it.',
    ],
    [
      "one depends on itself",
      sidecars({ proxy: proxy({ dependsOn: { proxy: "START" } }) }),
      'sidecars.proxy.dependsOn.proxy must name another container of the task (http-api), got "proxy". Correct the name, or remove it.',
    ],
    [
      "an essential one must succeed first",
      {
        ...sidecars({ migrate: proxy() }),
        "container.dependsOn": { migrate: "SUCCESS" },
      },
      'container.dependsOn.migrate must be START or HEALTHY, because migrate is essential: when it ends, so does the task, got "SUCCESS". Set essential of migrate to false, or use another condition.',
    ],
    [
      "one without a health check must be healthy first",
      { ...sidecars({ cache: proxy() }), "container.dependsOn": { cache: "HEALTHY" } },
      'container.dependsOn.cache must be another condition while cache has no container health check, got "HEALTHY". Set containerCheck of cache, or use START.',
    ],
    [
      "the service's own container has none",
      sidecars({ proxy: proxy({ dependsOn: { "http-api": "HEALTHY" } }) }),
      'sidecars.proxy.dependsOn.http-api must be another condition while http-api has no container health check, got "HEALTHY". Set containerCheck of http-api, or use START.',
    ],
    [
      "they wait for each other",
      {
        ...sidecars({ proxy: proxy({ dependsOn: { "http-api": "START" } }) }),
        "container.dependsOn": { proxy: "START" },
      },
      'container.dependsOn.proxy must not lead back to http-api: http-api -> proxy -> http-api, so that none of them would start, got "proxy". Remove one of these dependencies.',
    ],
    [
      "a link leads back",
      {
        ...sidecars({ proxy: proxy({ links: ["http-api"] }) }),
        "container.dependsOn": { proxy: "START" },
      },
      'container.dependsOn.proxy must not lead back to http-api: http-api -> proxy -> http-api, so that none of them would start, got "proxy". Remove one of these dependencies.',
    ],
    [
      "a link leads nowhere",
      sidecars({ proxy: proxy({ links: ["web"] }) }),
      'sidecars.proxy.links must name other containers of the task (http-api), got "web". Correct the name, or remove it.',
    ],
    [
      "nothing waits for one that has a start time-out",
      sidecars({ proxy: proxy({ startTimeoutSeconds: 60 }) }),
      "sidecars.proxy.startTimeoutSeconds must be left out while no container depends on proxy to be COMPLETE, SUCCESS or HEALTHY, got 60. Remove it: only a container that waits can time out.",
    ],
    [
      "a task with them is larger than an instance",
      sidecars({ proxy: proxy({ memoryLimitMiB: 800 }) }),
      "container.memoryLimitMiB must fit one instance together with those of the sidecars: a t3.micro has about 919 MiB for tasks, got 1056. Lower it, or choose a larger instance type.",
    ],
    [
      "the floor of tasks with them can never be placed",
      { ...sidecars({ proxy: proxy({ memoryLimitMiB: 256 }) }), "serviceScaling.minTasks": 6 },
      "serviceScaling.minTasks must fit the cluster: 1 task of 320 CPU units and 512 MiB fits one t3.micro (2048 CPU units, about 919 MiB for tasks), so about 5 fit 5 of them (capacity.maxInstances), got 6. Lower it, raise capacity.maxInstances to 6, or choose a larger instance type.",
    ],
    [
      "a shell cannot write to one",
      {
        ...sidecars({ proxy: proxy() }),
        "service.enableExecuteCommand": true,
        "container.readonlyRootFilesystem": false,
      },
      "sidecars.proxy.readonlyRootFilesystem must be false while service.enableExecuteCommand is true, because its agent writes to the files of each container, got true. Set it to false, or service.enableExecuteCommand to false.",
    ],
    [
      "one holds a secret in plain",
      sidecars({ proxy: proxy({ environment: { API_KEY: "hunter2" } }) }),
      "sidecars.proxy.environment.API_KEY must not hold a secret, and has the name of a secret: everyone who may read the task definition can read it (ECS.8). Store the value in Secrets Manager or an SSM parameter, and set its ARN in secrets. If it is not a secret, add the variable's name to notSecrets.",
    ],
    [
      "together they are too much for a task definition",
      sidecars({
        a: proxy({ environment: { TEXT: "a".repeat(40_000) } }),
        b: proxy({ environment: { TEXT: "b".repeat(40_000) } }),
      }),
      "sidecars must fit the task definition, which AWS limits to 64 KiB: the settings of all containers may have 55000 bytes, got 80880. Let the programs read their configuration from a file or service.",
    ],
    [
      "two images have one repository",
      sidecars({
        proxy: proxy({
          image: { kind: "repository", repositoryName: "http-api", pushedElsewhere: true },
        }),
      }),
      'sidecars.proxy.image.repositoryName must differ from http-scale-out.image.repositoryName, which makes a repository of this name, got "http-api". Choose another name.',
    ],
  ]);

  test("may start in an order: a migration, then the service, then a proxy in front of it", () => {
    expect(
      problemsOf(
        system({
          ...sidecars({
            migrate: {
              image: { kind: "service" },
              command: ["node", "migrate.js"],
              essential: false,
              startTimeoutSeconds: 120,
              cpu: 64,
              memoryLimitMiB: 64,
            },
            proxy: proxy({ dependsOn: { "http-api": "HEALTHY" }, links: ["http-api"] }),
          }),
          "container.dependsOn": { migrate: "SUCCESS" },
          containerCheck: check,
        }),
      ),
    ).toEqual([]);
  });

  test("may have the same port on Docker's bridge", () => {
    expect(problemsOf(system(sidecars({ proxy: proxy({ ports: [80] }) })))).toEqual([]);
  });

  test("are warned about as the service's own container is", () => {
    const warnings = warningsOf(
      system({
        ...sidecars({
          proxy: proxy({ image: { kind: "reference", reference: "nginx:latest" }, user: "root" }),
          agent: proxy({ image: { kind: "repository", repositoryName: "agent" } }),
        }),
        "serviceScaling.maxTasks": 2,
      }),
    );
    expect(warnings.map((line) => line.slice(0, 75))).toEqual([
      expect.stringContaining('sidecars.proxy.image.reference has the tag "'),
      expect.stringContaining("sidecars.proxy.user is"),
      expect.stringContaining("sidecars.agent.image has a repository"),
    ]);
  });

  test("count for the most tasks that can be placed", () => {
    const change = sidecars({ proxy: proxy({ memoryLimitMiB: 256 }) });
    expect(warningsOf(system({ ...change, "serviceScaling.maxTasks": 6 })).join()).toContain(
      "serviceScaling.maxTasks is 6, of which about 5 can be placed",
    );
  });

  test("may be built from a folder, which must be there", () => {
    const image = {
      kind: "repository",
      repositoryName: "agent",
      build: { context: "services/nowhere" },
    };
    const { environments } = parseEnvironments({
      dev: changed(minimal, system(sidecars({ agent: proxy({ image }) }))),
    });
    expect(missingFiles(environments).map(({ path }) => path.join("."))).toEqual([
      "dev.systems.http-scale-out.sidecars.agent.image.build.context",
    ]);
  });
});

const own = { kind: "own", zoneCount: 2, nat: "single" };
const store = (its: object, network: object = own) => ({
  network,
  systems: { "http-api": { services: { food: its } } },
});
const STORE = "systems.http-api.services.food";

describe("sidecars on Fargate", () => {
  errorIf([
    [
      "one has the port of the service",
      store(sidecars({ proxy: { image: NGINX, ports: [8080] } })),
      `${STORE}.sidecars.proxy.ports must differ from those of FoodstoreFoods, because the containers of a task share an address, got 8080. Let one of them listen on another port.`,
    ],
    [
      "two have one UDP port",
      store(
        sidecars({
          a: { image: NGINX, udpPorts: [8125] },
          b: { image: NGINX, udpPorts: [8125], ports: [8125] },
        }),
      ),
      `${STORE}.sidecars.b.udpPorts must differ from those of a, because the containers of a task share an address, got 8125. Let one of them listen on another port.`,
    ],
    [
      "they need more CPU than the task has",
      store(sidecars({ a: { image: NGINX, cpu: 200 }, b: { image: NGINX, cpu: 100 } })),
      `${STORE}.task.cpu must be at least 300, the cpu of its containers (200 + 100), got 256. Set task.cpu to 512 and task.memoryMiB to 1024, or lower those of the containers.`,
    ],
    [
      "they need more memory than the task has",
      store({
        container: { memoryReservationMiB: 256 },
        ...sidecars({ a: { image: NGINX, memoryReservationMiB: 300, memoryLimitMiB: 400 } }),
      }),
      `${STORE}.task.memoryMiB must be at least 556, the memory of its containers (256 + 300), got 512. Set task.memoryMiB to 1024, or lower those of the containers.`,
    ],
    [
      "one may have more memory than the task",
      store(sidecars({ a: { image: NGINX, memoryReservationMiB: 64, memoryLimitMiB: 600 } })),
      `${STORE}.sidecars.a.memoryLimitMiB must not be above task.memoryMiB (512), got 600. Set task.memoryMiB to 1024, or lower sidecars.a.memoryLimitMiB.`,
    ],
    [
      "one has a link",
      store(sidecars({ a: { image: NGINX, links: ["FoodstoreFoods"] } })),
      `${STORE}.sidecars.a.links must be left out on Fargate, where the containers of a task share an address, got "FoodstoreFoods". Remove it, and connect to localhost.`,
    ],
    [
      "one adds a capability",
      store(sidecars({ a: { image: NGINX, capabilities: { add: ["NET_ADMIN"] } } })),
      `${STORE}.sidecars.a.capabilities.add must be SYS_PTRACE alone on Fargate, which supports no other capability, got "NET_ADMIN". Remove the others, or run the tasks on instances.`,
    ],
    [
      "an image is out of reach of a network without NAT",
      store(sidecars({ a: { image: NGINX } }), { kind: "own", zoneCount: 2, nat: "none" }),
      `${STORE}.sidecars.a.image.reference must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach, got "nginx:1.29.3". Copy the image to ECR, or give the network a NAT gateway.`,
    ],
    [
      "a registry's port is closed",
      store(
        sidecars({
          a: { image: { kind: "reference", reference: "registry.acme.org:5000/a:1" } },
        }),
      ),
      `${STORE}.sidecars.a.image.reference must be in a registry that tasks reach: by ports 443 and 80 and those of capacity.egress, got "registry.acme.org:5000/a:1". Add { port: 5000 } to capacity.egress.`,
    ],
    [
      "a secret is out of reach",
      {
        ...store(
          sidecars({
            a: {
              image: NGINX,
              secrets: { A: "arn:aws:ssm:us-east-2:999999999999:parameter/a" },
            },
          }),
        ),
        accountId: "111122223333",
      },
      `${STORE}.sidecars.a.secrets.A must be in the environment's account (111122223333), for ECS reads no parameter of another, got "999999999999". Copy it, or use a secret of Secrets Manager.`,
    ],
  ]);

  test("may wait for the service's own container by the name that follows from the service", () => {
    const its = sidecars({ proxy: { image: NGINX, dependsOn: { FoodstoreFoods: "HEALTHY" } } });
    expect(problemsOf(store(its))).toEqual([]);
  });

  test("may share what the task has", () => {
    expect(
      problemsOf(store(sidecars({ agent: { image: NGINX, cpu: 64, memoryLimitMiB: 128 } }))),
    ).toEqual([]);
  });
});

describe("sidecars of a worker on instances", () => {
  const worker = (its: object) => ({
    systems: { worker: { capacity: { kind: "instances" }, ...its } },
  });

  errorIf([
    [
      "they do not say what they need",
      worker(sidecars({ a: { image: NGINX, cpu: 64 } })),
      'systems.worker.sidecars.a.memoryLimitMiB must be given where capacity.kind is "instances", but is missing. Set it: the service\'s own container has what is left of task.',
    ],
    [
      "they leave the service's own container nothing",
      worker(sidecars({ a: { image: NGINX, cpu: 64, memoryLimitMiB: 510 } })),
      "systems.worker.task.memoryMiB must be at least 516, of which the sidecars take 510 (memoryLimitMiB), got 512. Set task.memoryMiB to 1024, or lower those of the sidecars.",
    ],
  ]);

  test("are counted once, as parts of the task", () => {
    const its = worker({
      ...sidecars({ a: { image: NGINX, cpu: 64, memoryLimitMiB: 256 } }),
      capacity: { kind: "instances", instanceTypes: ["t3.small"], maxInstances: 2 },
    });
    expect(warningsOf(its).join()).toContain("serviceScaling.maxTasks is 20, of which about 6 can");
  });

  test("on Fargate they need not", () => {
    expect(
      problemsOf({
        network: own,
        systems: { worker: sidecars({ a: { image: NGINX } }) },
      }),
    ).toEqual([]);
  });
});

test("the services of talk-service must fit the cluster with their sidecars", () => {
  const talk = (memoryLimitMiB: number) => ({
    systems: {
      "talk-service": {
        services: { talk: { priority: 1, sidecars: { a: proxy({ memoryLimitMiB }) } } },
      },
    },
  });
  expect(problemsOf(talk(64))).toEqual([]);
  expect(problemsOf(talk(900)).join()).toContain(
    "services.talk.container.memoryReservationMiB must fit one instance together with those of the sidecars",
  );
});
