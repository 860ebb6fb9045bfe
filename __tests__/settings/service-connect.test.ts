import {
  changed,
  errorIf,
  minimal,
  parsed,
  problemsOf,
  systemErrorIf,
  warningsOf,
} from "./settings";

const on = (system: string, more: object) => ({
  systems: { [system]: more },
  ...(system === "http-api" || system === "rest-api" || system === "worker"
    ? { network: { kind: "own", zoneCount: 2, nat: "single" } }
    : {}),
});
const built = { kind: "repository", pushedElsewhere: true };
const server = { kind: "client-server" };
const tls = {
  authorityArn:
    "arn:aws:acm-pca:us-east-2:111122223333:certificate-authority/01234567-89ab-cdef-0123-456789abcdef",
};
const talk = (services: object, more: object = {}) =>
  on("talk-service", { serviceConnect: {}, services, ...more });
const service = (priority: number, more: object = {}) => ({ priority, image: built, ...more });
const stores = (food: object, more: object = {}) =>
  on("http-api", {
    serviceConnect: {},
    services: { food: { image: built, task: { cpu: 512, memoryMiB: 1024 }, ...food } },
    ...more,
  });
const FOOD = "systems.http-api.services.food";

systemErrorIf([
  [
    "a service is connected in a system that is not",
    { connection: server },
    'connection must be left out while the system has no serviceConnect, got "client-server". Set serviceConnect: {}, or remove it.',
  ],
  [
    "instances encrypt",
    { serviceConnect: {}, connection: { ...server, tls } },
    'connection.tls must be left out where capacity.kind is "instances", because Service Connect encrypts only between tasks with their own address, got "tls". Remove it, or run the tasks on Fargate.',
  ],
  [
    "a proxy on instances has a port of its own",
    { serviceConnect: {}, connection: { ...server, ingressPort: 8443 } },
    'connection.ingressPort must be left out where capacity.kind is "instances": a port of the instance could be taken by one task only, got 8443. Remove it: each task gets a port of its own.',
  ],
  [
    "requests are limited where there are none",
    {
      serviceConnect: {},
      connection: { ...server, protocol: "tcp", perRequestTimeoutSeconds: 5 },
    },
    'connection.perRequestTimeoutSeconds must be left out while protocol is "tcp", because the proxy then forwards connections and does not see requests, got 5. Set idleTimeoutSeconds.',
  ],
  [
    "a connection is closed before a request may end",
    {
      serviceConnect: {},
      connection: { ...server, idleTimeoutSeconds: 10, perRequestTimeoutSeconds: 30 },
    },
    "connection.perRequestTimeoutSeconds must be from 1 to idleTimeoutSeconds (10), after which the connection is closed, got 30. Lower it, or raise idleTimeoutSeconds.",
  ],
  [
    "a name is no host name",
    { serviceConnect: {}, connection: { ...server, name: "Shop_1" } },
    'connection.name must be 1 to 63 lowercase letters, digits and inner hyphens, as in "orders", got "Shop_1".',
  ],
  [
    "the proxy finds no room beside the containers",
    { serviceConnect: {}, "container.memoryLimitMiB": 900 },
    "container.memoryLimitMiB must fit one instance together with the proxy of Service Connect: a t3.micro has about 919 MiB for tasks, got 964. Lower it, or choose a larger instance type.",
  ],
]);

errorIf([
  [
    "blue and green have one name",
    talk({
      talk: service(1, { deployment: { kind: "blue-green-by-variable" }, connection: server }),
    }),
    'systems.talk-service.services.talk.connection.kind must be "client" while deployment.kind is "blue-green-by-variable", because its two services cannot have one name, got "client-server". Use deployment "blue-green-by-ecs", or "client".',
  ],
  [
    "two services have one name",
    talk({ talk: service(1), speaker: service(2, { connection: { ...server, name: "talk" } }) }),
    'systems.talk-service.services.speaker.connection.name must differ from that of talk, because a name of a namespace leads to one service, got "talk". Choose another name.',
  ],
  [
    "a service calls one that has no name",
    talk({
      talk: service(1, { connection: { kind: "client" } }),
      speaker: service(2, { connection: { ...server, calls: ["talk"] } }),
    }),
    'systems.talk-service.services.speaker.connection.calls[0] must name another service with a connection of kind "client-server" (there is none), got "talk". Correct the name, or remove it.',
  ],
  [
    "the requests of an API would meet an encrypted port",
    stores({ connection: { ...server, tls } }),
    `${FOOD}.connection.ingressPort must be given with tls, so that requests from outside Service Connect bypass the proxy, but is missing. Set it to a port that no container uses, such as 8443.`,
  ],
  [
    "a proxy takes the port of a container",
    stores({ connection: { ...server, tls, ingressPort: 8080 } }),
    `${FOOD}.connection.ingressPort must differ from the ports of the containers (8080), got 8080. Choose another port.`,
  ],
  [
    "a task of Fargate has no room for a proxy",
    stores({ task: { cpu: 256, memoryMiB: 512 } }),
    `${FOOD}.task.cpu must be at least 258, the cpu of its containers and of the proxy of Service Connect (2 + 256), got 256. Set task.cpu to 512 and task.memoryMiB to 1024, or lower those of the containers.`,
  ],
  [
    "a worker on instances has no room for a proxy",
    on("worker", { image: built, serviceConnect: {}, capacity: { kind: "instances" } }),
    "systems.worker.task.cpu must be at least 258, of which the sidecars and the proxy of Service Connect take 256 (cpu), got 256. Set task.cpu to 512 and task.memoryMiB to 1024, or lower those of the sidecars.",
  ],
]);

test("a daemon's proxy must fit beside its containers", () => {
  expect(
    problemsOf(on("daemon-api", { serviceConnect: {}, container: { memoryLimitMiB: 900 } })),
  ).toEqual([
    "dev.systems.daemon-api.container.memoryLimitMiB must fit one instance together with the proxy of Service Connect: a t3.micro has about 919 MiB for tasks, got 964. Lower it, or choose a larger instance type.",
  ]);
});

test("services that call each other cannot each be first", () => {
  const { systems } = talk({
    talk: service(1, { connection: { ...server, calls: ["speaker"] } }),
    speaker: service(2, { connection: { ...server, calls: ["talk"] } }),
  });
  expect(problemsOf({ systems })).toEqual(
    ["talk", "speaker"].map((name) =>
      expect.stringContaining(`${name}.connection.calls[0] must not lead back to ${name}`),
    ),
  );
});

test("Service Connect is refused on managed instances in a network that has them", () => {
  const problems = problemsOf({
    network: { kind: "own", zoneCount: 2, nat: "single" },
    "systems.http-scale-out.serviceConnect": {},
    "systems.http-scale-out.capacity": { kind: "managed-instances" },
  });
  expect(problems).toEqual([
    'dev.systems.http-scale-out.serviceConnect must be left out with capacity.kind "managed-instances", on which there is no Service Connect, got an object. Remove it, or choose another kind of capacity.',
  ]);
});

test("the proxy counts where tasks are placed", () => {
  const instances = (more: object) =>
    problemsOf({
      ...talk({ talk: service(1, { serviceScaling: { minTasks: 8 }, ...more }) }),
      "systems.talk-service.capacity": { maxInstances: 2 },
    });
  // By their reservations, 7 tasks fit an instance; with their limits and a proxy, 2 do.
  expect(instances({})).toEqual([
    expect.stringContaining("capacity.maxInstances must be at least 4"),
  ]);
  const { systems } = talk({ talk: service(1, { serviceScaling: { minTasks: 8 } }) });
  const alone = changed(
    { ...minimal, systems },
    { "systems.talk-service.serviceConnect": undefined },
  );
  expect(
    problemsOf({ systems: alone["systems"], "systems.talk-service.capacity": { maxInstances: 2 } }),
  ).toEqual([]);
});

test("warns of scheduled tasks, which know no names", () => {
  expect(
    warningsOf({
      "systems.http-scale-out.serviceConnect": {},
      "systems.http-scale-out.serviceScaling": { maxTasks: 10 },
      "systems.http-scale-out.scheduledTasks": {
        nightly: { schedule: "rate(1 day)", command: ["clean-up"] },
      },
    }),
  ).toEqual([
    "dev.systems.http-scale-out.scheduledTasks has a task (nightly) for which the names of serviceConnect lead nowhere: only the tasks of a service have its proxy. Let them call a load balancer instead.",
  ]);
});

test("fills in what AWS recommends for a proxy", () => {
  const { systems } = parsed({
    "systems.http-scale-out.serviceConnect": {},
    "systems.http-scale-out.connection": { kind: "client" },
  });
  expect(systems["http-scale-out"]).toMatchObject({
    serviceConnect: { namespace: { kind: "own" }, clientSecurityGroupIds: [] },
    connection: { proxy: { cpu: 256, memoryMiB: 64 } },
  });
});

test("error if the containers and the proxy fit no task of Fargate", () => {
  expect(
    problemsOf({
      network: { kind: "own", zoneCount: 2, nat: "single" },
      "systems.http-scale-out.serviceConnect": {},
      "systems.http-scale-out.capacity": { kind: "fargate" },
      "systems.http-scale-out.container": { cpu: 16_384 },
    }),
  ).toEqual([
    'dev.systems.http-scale-out.container.cpu must fit a task on Fargate together with the proxy of Service Connect: the largest has 16384 CPU units, got 16640. Lower it, or set capacity.kind to "instances".',
  ]);
});
