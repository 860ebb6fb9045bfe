import { type PlatformOptions, unknownTo } from "../../aws/container-options";
import { platformOf } from "../../aws/task-containers";
import { type Broken, broken, brokenBy, rule } from "./rule";

/* What of containers and tasks ECS refuses where they run. */

interface Program {
  container: PlatformOptions;
  sidecars?: Record<string, PlatformOptions>;
  task?: { ephemeralStorageGiB?: number };
}

interface OnCapacity {
  capacity: { kind: string };
}

/** A task's options are those of the capacity that it runs on. */
export const optionsOfPlatform = rule<Program & OnCapacity>(
  ["container", "sidecars", "task", "capacity.kind"],
  (program) => unknownOptions(program, program.capacity.kind),
);

/** The same for each of several services. */
export const optionsOfServices = rule<{ services: Record<string, Program> } & OnCapacity>(
  ["services", "capacity.kind"],
  ({ services, capacity: { kind } }) =>
    Object.entries(services).flatMap(([name, program]) =>
      unknownOptions(program, kind).map(({ at, ...told }) => ({
        at: ["services", name, ...at],
        ...told,
      })),
    ),
);

function unknownOptions({ container, sidecars = {}, task }: Program, kind: string): Broken[] {
  const platform = platformOf(kind);
  return [
    ...(platform === undefined
      ? []
      : [
          ...unknownTo(platform, container).map((found) => brokenBy(found, "container.")),
          ...Object.entries(sidecars).flatMap(([name, sidecar]) =>
            unknownTo(platform, sidecar).map((found) => brokenBy(found, `sidecars.${name}.`)),
          ),
        ]),
    ...storageOfInstance(task?.ephemeralStorageGiB, kind),
  ];
}

/** The volume of an instance, by kind of capacity. */
const VOLUMES: Readonly<Record<string, string>> = {
  instances: "rootVolumeGiB",
  "managed-instances": "storageGiB",
};

/** Only Fargate has a size for the storage of a task. */
function storageOfInstance(ephemeralStorageGiB: number | undefined, kind: string): Broken[] {
  const volume = VOLUMES[kind];
  return ephemeralStorageGiB === undefined || volume === undefined
    ? []
    : [
        broken(
          "task.ephemeralStorageGiB",
          `must be left out where capacity.kind is "${kind}"`,
          ephemeralStorageGiB,
          `Set capacity.${volume}, which all tasks of an instance share.`,
        ),
      ];
}
