import { instanceType, knownInstanceTypes } from "../../aws/compute/instance-types";
import { type Change, errorIf, problemsOf, system, systemErrorIf } from "./settings";

const mounts = (volume: string, path = "/data") => ({ [path]: { volume } });

const disk: Change = {
  volumes: { data: { kind: "ebs", sizeGiB: 10 } },
  "container.mounts": mounts("data"),
};

systemErrorIf([
  [
    "a container mounts a volume that is not there",
    { "container.mounts": mounts("data") },
    'container.mounts must mount volumes of volumes (there is none), got "data". Correct the name, or add the volume.',
  ],
  [
    "nothing mounts a volume",
    { volumes: { data: { kind: "bind" } } },
    'volumes.data must be mounted by a container, got "bind". Add it to the mounts of a container, or remove it.',
  ],
  [
    "a task has two volumes of EBS",
    {
      volumes: { a: { kind: "ebs", sizeGiB: 10 }, b: { kind: "ebs", sizeGiB: 10 } },
      "container.mounts": { ...mounts("a", "/a"), ...mounts("b", "/b") },
    },
    'volumes.b must be of another kind, because a task has one volume of EBS, which is a, got "ebs". Store the data of both on one volume, or use EFS.',
  ],
  [
    "a volume is mounted where a writable path is",
    {
      volumes: { data: { kind: "bind" } },
      "container.mounts": mounts("data", "/tmp"),
      "container.writablePaths": ["/tmp"],
    },
    'container.mounts must not hold /tmp, where writablePaths or tmpfs mount another file system, got "/tmp". Remove one of them.',
  ],
  [
    "a file system's id is none",
    {
      volumes: {
        data: {
          kind: "existing-efs",
          fileSystemId: "data",
          securityGroupId: "sg-0123456789abcdef0",
        },
      },
      "container.mounts": mounts("data"),
    },
    'volumes.data.fileSystemId must be the ID of an EFS file system, as in "fs-0123456789abcdef0", got "data".',
  ],
  [
    "a volume is larger than EBS has any",
    {
      volumes: { data: { kind: "ebs", sizeGiB: 20_000 } },
      "container.mounts": mounts("data"),
    },
    "volumes.data.sizeGiB must be a whole number from 1 to 16384, got 20000.",
  ],
  [
    "an instance type cannot have a volume of EBS",
    { ...disk, "capacity.instanceTypes": ["t3.medium", "t2.medium"] },
    'capacity.instanceTypes[1] must be a type of the Nitro System while volumes.data is of kind "ebs", which ECS attaches to no others, got "t2.medium". Choose a type such as t3.medium, or use a volume of kind "efs".',
  ],
  [
    "AWS may choose a type that cannot have a volume of EBS",
    {
      ...disk,
      "capacity.cpuCredits": undefined,
      "capacity.instanceRequirements": { maxVcpus: 2, maxMemoryMiB: 8192 },
    },
    'capacity.instanceRequirements.excludedInstanceTypes must exclude the types that are not of the Nitro System while volumes.data is of kind "ebs", which ECS attaches to no others, but is missing. Set it to ["t2.*"], or use a volume of kind "efs".',
  ],
  [
    "more types must be excluded than are",
    {
      ...disk,
      "capacity.cpuCredits": undefined,
      "capacity.instanceRequirements": {
        maxVcpus: 2,
        excludedInstanceTypes: ["i3.*"],
      },
    },
    'capacity.instanceRequirements.excludedInstanceTypes must exclude the types that are not of the Nitro System while volumes.data is of kind "ebs", which ECS attaches to no others, got "i3.*". Set it to ["i3.*", "t2.*"], or use a volume of kind "efs".',
  ],
  [
    "types are allowed that cannot have a volume of EBS",
    {
      ...disk,
      "capacity.cpuCredits": undefined,
      "capacity.instanceRequirements": { allowedInstanceTypes: ["t*.medium"] },
    },
    'capacity.instanceRequirements.allowedInstanceTypes must allow only types of the Nitro System, and so none of t2.*, while volumes.data is of kind "ebs", which ECS attaches to no others, got "t*.medium". Name others, such as t3.*, or use a volume of kind "efs".',
  ],
]);

errorIf([
  [
    "a worker on instances asks for the storage of Fargate",
    {
      systems: {
        worker: { task: { ephemeralStorageGiB: 50 }, capacity: { kind: "instances" } },
      },
    },
    'systems.worker.task.ephemeralStorageGiB must be left out where capacity.kind is "instances", got 50. Set capacity.rootVolumeGiB, which all tasks of an instance share.',
  ],
  [
    "a task on Fargate asks for less than it has anyway",
    {
      network: { kind: "own", zoneCount: 2, nat: "single" },
      systems: { worker: { task: { ephemeralStorageGiB: 20 } } },
    },
    "systems.worker.task.ephemeralStorageGiB must be a whole number from 21 to 200, got 20.",
  ],
]);

test("a sidecar may be the only container that mounts a volume", () => {
  expect(
    problemsOf(
      system({
        volumes: { data: { kind: "efs" } },
        sidecars: {
          agent: {
            image: { kind: "reference", reference: "acme/agent:1" },
            cpu: 32,
            memoryLimitMiB: 64,
            mounts: mounts("data"),
          },
        },
      }),
    ),
  ).toEqual([]);
});

test("types without the Nitro System are fine while no task has a volume of EBS, and others with one", () => {
  const old = { "capacity.instanceTypes": ["t2.medium"], "capacity.cpuCredits": "standard" };
  expect(
    problemsOf(
      system({ ...old, volumes: { data: { kind: "efs" } }, "container.mounts": mounts("data") }),
    ),
  ).toEqual([]);
  expect(
    problemsOf(
      system({
        ...disk,
        "capacity.cpuCredits": undefined,
        "capacity.instanceRequirements": {
          maxVcpus: 2,
          excludedInstanceTypes: ["t2.*"],
          maxMemoryMiB: 8192,
        },
      }),
    ),
  ).toEqual([]);
});

test.each([
  [
    "daemon-api",
    { volumes: { data: { kind: "ebs", sizeGiB: 10 } }, container: { mounts: mounts("data") } },
    "volumes.data",
  ],
  [
    "worker",
    { volumes: { data: { kind: "ebs", sizeGiB: 10 } }, container: { mounts: mounts("data") } },
    "volumes.data",
  ],
  [
    "talk-service",
    {
      services: {
        talk: { priority: 1 },
        speaker: {
          priority: 2,
          volumes: { data: { kind: "ebs", sizeGiB: 10 } },
          container: { mounts: mounts("data") },
        },
      },
    },
    "services.speaker.volumes.data",
  ],
])("the instances of %s have volumes of EBS, too", (name, settings, volume) => {
  const capacity = { kind: "instances", instanceTypes: ["t2.medium"] };
  expect(problemsOf({ systems: { [name]: { ...settings, capacity } } })).toEqual([
    expect.stringContaining(
      `systems.${name}.capacity.instanceTypes[0] must be a type of the Nitro System while ${volume} is of kind "ebs"`,
    ),
  ]);
});

test("families of before 2017, and no others, lack the Nitro System", () => {
  const families = knownInstanceTypes()
    .filter((type) => instanceType(type)?.isNitro === false)
    .map((type) => type.split(".")[0]);
  // https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html#instance-hypervisor-type
  expect([...new Set(families)].sort()).toEqual([
    "c3",
    "c4",
    "d2",
    "h1",
    "i2",
    "i3",
    "m3",
    "m4",
    "r3",
    "r4",
    "t2",
    "x1",
    "x1e",
  ]);
});
