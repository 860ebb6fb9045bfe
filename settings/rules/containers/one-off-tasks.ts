import { type Broken, broken, rule } from "../rule";

/* Tasks of a service's program beside those of the service: scheduled ones, and the one before a release. */

interface Releasing {
  beforeRelease?: { command: string[] };
  container: { restartPolicy?: object };
  volumes?: Record<string, { kind: string }>;
}

/** What would keep the task before a release from its end, or from its start. */
export const taskEnds = rule<Releasing>(
  ["beforeRelease", "container.restartPolicy", "volumes"],
  ({ beforeRelease, container: { restartPolicy }, volumes = {} }) => {
    if (beforeRelease === undefined) return undefined;
    const refuse = (must: string, fix: string) =>
      broken("beforeRelease", must, beforeRelease.command, fix);
    const disk = Object.entries(volumes).find(([, { kind }]) => kind === "ebs")?.[0];
    return [
      ...(restartPolicy === undefined
        ? []
        : [
            refuse(
              "must be left out while container.restartPolicy is set, which would start its program again when it ends",
              "Remove one of the two.",
            ),
          ]),
      ...(disk === undefined
        ? []
        : [
            refuse(
              `must be left out while volumes.${disk} is a disk of EBS, which ECS creates for the tasks of a service`,
              'Remove it, or use a volume of kind "efs".',
            ),
          ]),
    ];
  },
);

interface OneOff {
  serviceConnect?: object;
  scheduledTasks: object;
  beforeRelease?: object;
}

/** ECS starts a proxy beside the tasks of services alone. */
export function oneOffWithoutNames({
  serviceConnect,
  scheduledTasks,
  beforeRelease,
}: OneOff): Broken[] {
  if (serviceConnect === undefined) return [];
  const names = Object.keys(scheduledTasks);
  const lost =
    "for which the names of serviceConnect lead nowhere: only the tasks of a service have its proxy.";
  return [
    ...(names.length === 0
      ? []
      : [
          {
            at: ["scheduledTasks"],
            message: `${names.length === 1 ? "has a task" : "have tasks"} (${names.join(", ")}) ${lost} Let them call a load balancer instead.`,
          },
        ]),
    ...(beforeRelease === undefined
      ? []
      : [
          {
            at: ["beforeRelease"],
            message: `is a task ${lost} Let it call a load balancer instead.`,
          },
        ]),
  ];
}

/** The same for each service of a system. */
export function oneOffOfServicesWithoutNames({
  serviceConnect,
  services,
}: {
  serviceConnect?: object;
  services: Record<string, Omit<OneOff, "serviceConnect">>;
}): Broken[] {
  return Object.entries(services).flatMap(([name, service]) =>
    oneOffWithoutNames({ serviceConnect, ...service }).map(({ at, ...told }) => ({
      at: ["services", name, ...at],
      ...told,
    })),
  );
}
