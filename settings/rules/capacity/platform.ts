import { type PlatformOptions, unknownTo } from "../../../aws/containers/container-options";
import { platformOf } from "../../../aws/containers/task-containers";
import { type Broken, broken, brokenBy, rule } from "../rule";

/* What of containers and tasks ECS refuses where they run. */

interface Program {
  container: PlatformOptions;
  sidecars?: Record<string, PlatformOptions>;
  task?: { ephemeralStorageGiB?: number };
  tracing?: { kind: string };
}

interface OnCapacity {
  capacity: { kind: string };
}

/** A task's options are those of the capacity that it runs on. */
export const optionsOfPlatform = rule<Program & OnCapacity>(
  ["container", "sidecars", "task", "tracing", "capacity.kind"],
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

function unknownOptions(program: Program, kind: string): Broken[] {
  const { container, sidecars = {}, task, tracing } = program;
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
    ...signalsElsewhere(tracing?.kind, kind),
  ];
}

/**
 * The agent of Application Signals needs a task with an address of its own, and files in memory, which only Fargate has both.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-Enable-ECS.html
 */
function signalsElsewhere(tracing: string | undefined, kind: string): Broken[] {
  return tracing !== "application-signals" || kind === "fargate"
    ? []
    : [
        broken(
          "tracing.kind",
          `must be "xray" where capacity.kind is "${kind}", because the agent of Application Signals runs on Fargate`,
          tracing,
          'Set capacity.kind to "fargate", or use "xray".',
        ),
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
