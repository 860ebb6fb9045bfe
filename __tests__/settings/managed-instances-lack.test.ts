import { type Change, errorIf, problemsOf } from "./settings";

/* What a group of instances or Fargate has, and ECS Managed Instances have not. */

const own = { kind: "own", zoneCount: 2, nat: "single" };
const managed = { kind: "managed-instances" };

/** A change within http-scale-out on managed instances. */
const shop = (change: Change = {}): Change => ({
  network: own,
  "systems.http-scale-out.capacity": managed,
  ...Object.fromEntries(
    Object.entries(change).map(([path, value]) => [`systems.http-scale-out.${path}`, value]),
  ),
});
/** Another system on managed instances. */
const other = (name: string, settings: object): Change => ({
  network: own,
  systems: { [name]: { capacity: managed, ...settings } },
});
const agent = (settings: object = {}) => ({
  image: { kind: "reference", reference: "public.ecr.aws/acme/agent:1" },
  cpu: 64,
  memoryLimitMiB: 64,
  ...settings,
});

const SHOP = "systems.http-scale-out";
const BY_VPC =
  "must be left out on ECS Managed Instances, whose tasks resolve names by their VPC (network mode awsvpc)";
const ZONE =
  "Write the names into a private hosted zone, or set the resolver in the VPC's DHCP options.";
const OF_GROUP = 'Set kind to "instances" for a group that has it.';

describe("options of a container", () => {
  errorIf([
    [
      "a container has Docker labels",
      shop({ "container.dockerLabels": { team: "a" } }),
      `${SHOP}.container.dockerLabels must be left out on ECS Managed Instances, which do not pass labels to the container, got an object. Set tags, which tasks have everywhere, or run the tasks on Fargate or on a group of instances.`,
    ],
    [
      "it has a file system in memory",
      shop({ "container.tmpfs": { "/run": { sizeMiB: 8 } } }),
      `${SHOP}.container.tmpfs must be left out on ECS Managed Instances, which have no file systems in memory, got an object. Use writablePaths, or run the tasks on Fargate or on a group of instances.`,
    ],
    [
      "/dev/shm has a size",
      shop({ "container.shmSizeMiB": 128 }),
      `${SHOP}.container.shmSizeMiB must be left out on ECS Managed Instances, which do not size /dev/shm, got 128. Let the program use a directory in writablePaths, or run the tasks on a group of instances.`,
    ],
    [
      "hosts are given",
      shop({ "container.extraHosts": { "a.internal": "10.0.0.1" } }),
      `${SHOP}.container.extraHosts ${BY_VPC}, got an object. ${ZONE}`,
    ],
    [
      "a sidecar has a resolver",
      shop({ sidecars: { agent: agent({ dnsServers: ["10.0.0.2"] }) } }),
      `${SHOP}.sidecars.agent.dnsServers ${BY_VPC}, got a list of 1 entry. ${ZONE}`,
    ],
    [
      "a service of several has search domains",
      other("talk-service", {
        services: { talk: { priority: 1, container: { dnsSearchDomains: ["corp.acme.org"] } } },
      }),
      `systems.talk-service.services.talk.container.dnsSearchDomains ${BY_VPC}, got a list of 1 entry. ${ZONE}`,
    ],
    [
      "a container links to another",
      shop({ "container.links": ["agent"], sidecars: { agent: agent() } }),
      `${SHOP}.container.links must be left out on ECS Managed Instances, where the containers of a task share an address, got "agent". Remove it, and connect to localhost.`,
    ],
    [
      "two containers of a task listen on one port",
      other("talk-service", {
        services: { talk: { priority: 1, sidecars: { agent: agent({ ports: [8080] }) } } },
      }),
      "systems.talk-service.services.talk.sidecars.agent.ports must differ from those of web, because the containers of a task share an address, got 8080. Let one of them listen on another port.",
    ],
    [
      "a task asks for the storage of Fargate",
      other("rest-api", { services: { student: { task: { ephemeralStorageGiB: 50 } } } }),
      'systems.rest-api.services.student.task.ephemeralStorageGiB must be left out where capacity.kind is "managed-instances", got 50. Set capacity.storageGiB, which all tasks of an instance share.',
    ],
  ]);

  test("those that Fargate lacks and a container in the VPC may have are taken", () => {
    const container = {
      ulimits: { memlock: { soft: -1, hard: -1 } },
      capabilities: { add: ["NET_ADMIN"] },
    };
    const services = { student: { container } };
    expect(problemsOf(other("rest-api", { services }))).toEqual([]);
    expect(problemsOf(other("worker", { container }))).toEqual([]);
    expect(problemsOf({ ...other("rest-api", { services, capacity: {} }) })).not.toEqual([]);
  });

  test.each([
    { kind: "bind" },
    { kind: "ebs", sizeGiB: 20 },
    { kind: "efs" },
    {
      kind: "existing-efs",
      fileSystemId: "fs-0123456789abcdef0",
      accessPointId: "fsap-0123456789abcdef0",
      securityGroupId: "sg-0123456789abcdef0",
    },
  ])("a volume of kind $kind is mounted", (volume) => {
    const mounts = { "/data": { volume: "data" } };
    expect(problemsOf(shop({ volumes: { data: volume }, "container.mounts": mounts }))).toEqual([]);
  });
});

describe("the room of an instance counts all containers of a task", () => {
  const sidecars = { agent: agent({ cpu: 1024, memoryLimitMiB: 3000 }) };
  const types = { ...managed, maxVcpus: 2, maxMemoryMiB: 4096 };
  errorIf([
    [
      "sidecars take the CPU",
      shop({ sidecars, "container.cpu": 1536, capacity: types }),
      `${SHOP}.container.cpu must fit one instance together with those of the sidecars: the largest that capacity allows has 2048 CPU units, got 2560. Lower it, or let ECS choose larger instances.`,
    ],
    [
      "a container that ends before the others start takes the memory",
      other("talk-service", {
        capacity: types,
        services: {
          talk: {
            priority: 1,
            sidecars: { migrate: agent({ memoryLimitMiB: 3900, essential: false }) },
            container: { dependsOn: { migrate: "SUCCESS" } },
          },
        },
      }),
      "systems.talk-service.services.talk.container.memoryReservationMiB must fit one instance together with those of the sidecars: the largest that capacity allows has about 3868 MiB for tasks, got 4028. Lower it, or let ECS choose larger instances.",
    ],
  ]);

  test("each of them alone would fit", () => {
    expect(problemsOf(shop({ "container.cpu": 1536, capacity: types }))).toEqual([]);
    expect(problemsOf(shop({ sidecars, capacity: types }))).toEqual([]);
  });

  test("a task of a size of its own has them within", () => {
    const sized = (memoryLimitMiB: number) => ({
      sidecars: { agent: agent({ memoryLimitMiB }) },
    });
    expect(problemsOf(other("worker", sized(400)))).toEqual([]);
    expect(problemsOf(other("worker", sized(600)))).toEqual([
      "dev.systems.worker.task.memoryMiB must be at least 600, the memory of its containers (600), got 512. Set task.memoryMiB to 1024, or lower those of the containers.",
      "dev.systems.worker.sidecars.agent.memoryLimitMiB must not be above task.memoryMiB (512), got 600. Set task.memoryMiB to 1024, or lower sidecars.agent.memoryLimitMiB.",
    ]);
  });
});

describe("settings of a group", () => {
  const refused = (setting: object, message: string) => {
    const [field] = Object.keys(setting);
    return [
      `${field} is set`,
      shop({ capacity: { ...managed, ...setting } }),
      `${SHOP}.capacity.${field} ${message}`,
    ] as const;
  };
  errorIf([
    refused(
      { warmPool: { minInstances: 1 } },
      `must be removed: managed instances have no warm pool. Raise scaleInAfterSeconds to keep idle ones. ${OF_GROUP}`,
    ),
    refused(
      { instanceTypes: ["m7i.large"] },
      "must be removed: ECS chooses the types. Set allowedInstanceTypes.",
    ),
    refused(
      { maxInstances: 4 },
      "must be removed: ECS launches as many instances as the tasks need. Set serviceScaling.maxTasks.",
    ),
    refused(
      { spotPercent: 50 },
      "must be removed: either all managed instances are Spot Instances, or none are. Set spot.",
    ),
    refused(
      { imageId: "ami-0123456789abcdef0" },
      `must be removed: AWS maintains the image. ${OF_GROUP}`,
    ),
    refused(
      { extraUserData: "true" },
      `must be removed: managed instances run no script. ${OF_GROUP}`,
    ),
  ]);
});
