import { errorIf, problemsOf, system, systemErrorIf } from "./settings";

const mounts = (volume: string, path = "/data") => ({ [path]: { volume } });

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
    'volumes.b must be of another kind, because a task has one volume of EBS, which is a, got "ebs". Put the data of both on one volume, or use EFS.',
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
    'volumes.data.fileSystemId must be the id of a file system of EFS, as in "fs-0123456789abcdef0", got "data".',
  ],
  [
    "a volume is larger than EBS has any",
    {
      volumes: { data: { kind: "ebs", sizeGiB: 20_000 } },
      "container.mounts": mounts("data"),
    },
    "volumes.data.sizeGiB must be a whole number from 1 to 16384, got 20000.",
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
