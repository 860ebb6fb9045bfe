import { execCanWrite, MAX_DEFINITION_BYTES } from "../../../aws/containers/ecs";
import {
  type ContainerSize,
  type DependencyCondition,
  platformOf,
  reservedMiB,
  type TaskContainer,
  taskContainerProblems,
} from "../../../aws/containers/task-containers";
import type { Telemetry } from "../../../aws/containers/telemetry";
import type { ProxySize } from "../../../aws/containers/service-connect";
import { show } from "../../wording/show";
import { type Broken, broken, brokenBy, rule } from "../rule";
import { proxyOf } from "../../../aws/containers/service-connect";
import { fixOfTask } from "../capacity/fargate";
import { takenByAdded } from "./added-ports";
import { taskEnds } from "./one-off-tasks";
import { volumesMounted } from "./volumes";

/** What of a container the rules of its task look at. */
interface Container extends ContainerSize {
  dependsOn?: Record<string, DependencyCondition>;
  udpPorts?: number[];
  links?: string[];
  startTimeoutSeconds?: number;
  readonlyRootFilesystem: boolean;
}

export interface Sidecar extends Container {
  ports: number[];
  essential: boolean;
  containerCheck?: { kind: string };
}

/** A program in containers: its own, and those beside it. */
export interface ProgramOfTask extends Telemetry {
  container: Container & { name: string; port: number; morePorts?: number[] };
  containerCheck?: { kind: string };
  sidecars?: Record<string, Sidecar>;
}

const isChecked = (check: { kind: string } | undefined) =>
  check !== undefined && check.kind !== "none";

function containersOf({
  container,
  containerCheck,
  sidecars = {},
}: ProgramOfTask): TaskContainer[] {
  return [
    {
      ...container,
      ports: [container.port, ...(container.morePorts ?? [])],
      hasHealthCheck: isChecked(containerCheck),
    },
    ...Object.entries(sidecars).map(([name, sidecar]) => ({
      ...sidecar,
      name,
      hasHealthCheck: isChecked(sidecar.containerCheck),
    })),
  ];
}

/** Problems among the containers of a task on a kind of capacity. */
function problemsAmong(program: ProgramOfTask, capacity: { kind: string }): Broken[] {
  const { container, sidecars = {} } = program;
  if (Object.hasOwn(sidecars, container.name)) {
    return [
      broken(
        ["sidecars", container.name],
        "must have another name than container.name, because a task finds its containers by name",
        container.name,
        "Rename one of them.",
      ),
    ];
  }
  const platform = platformOf(capacity.kind);
  const among = taskContainerProblems(containersOf(program), platform).map((found) => {
    const inMain = found.container === container.name;
    // The first of its ports has a field of its own.
    const field = inMain && found.field === "ports" ? "morePorts" : found.field;
    const { at, message } = brokenBy({ ...found, field });
    return { at: [...(inMain ? ["container"] : ["sidecars", found.container]), ...at], message };
  });
  return [...among, ...(platform === undefined ? [] : takenByAdded(program))];
}

const containers = ["container", "containerCheck", "sidecars", "tracing", "logRouter"] as const;

interface OnCapacity {
  capacity: { kind: string };
}

/** Containers of a size of their own, in a system of one service. */
export const containersOfTask = rule<ProgramOfTask & OnCapacity>(
  [...containers, "capacity.kind"],
  (program) => problemsAmong(program, program.capacity),
);

export interface ProgramOfSize extends ProgramOfTask {
  task: { cpu: number; memoryMiB: number };
  connection?: { proxy: ProxySize };
}

interface Connecting {
  serviceConnect?: object;
}

/**
 * The same of each service, whose containers share the size of their task if it has one. A rule of all services, because
 * they run on one capacity, and because defaults for the names of their containers follow from the names of the services.
 */
export const containersOfServices = rule<
  { services: Record<string, ProgramOfTask | ProgramOfSize> } & Connecting & OnCapacity
>(["services", "serviceConnect", "capacity.kind"], ({ services, serviceConnect, capacity }) =>
  Object.entries(services).flatMap(([name, program]) =>
    [
      ...problemsAmong(program, capacity),
      ...("task" in program ? beyondTask({ ...program, serviceConnect }) : []),
    ].map(({ at, message }) => ({ at: ["services", name, ...at], message })),
  ),
);

/** The containers together must fit the task, and none may be larger. */
export function beyondTask(program: ProgramOfSize & Connecting): Broken[] {
  const { container, sidecars = {}, task } = program;
  const beside = Object.values(sidecars);
  const proxy = proxyOf(program);
  // The proxy leaves nothing of its own to the others.
  const least = { cpu: proxy ? LEAST_CPU : 0, memoryMiB: proxy ? LEAST_MIB : 0 };
  const sums = [
    [
      "cpu",
      "cpu",
      [Math.max(container.cpu ?? 0, least.cpu), ...beside.map(({ cpu = 0 }) => cpu), proxy?.cpu],
    ],
    [
      "memoryMiB",
      "memory",
      [
        Math.max(reservedMiB(container), least.memoryMiB),
        ...beside.map(reservedMiB),
        proxy?.memoryMiB,
      ],
    ],
  ] as const;
  const of = proxy ? " and of the proxy of Service Connect" : "";
  const [cpu, memoryMiB] = sums.map(([, , parts]) => sumOf(parts));
  return [
    ...sums.flatMap(([field, what, parts]): Broken[] => {
      const given = parts.filter((part) => part !== undefined && part > 0);
      const sum = sumOf(parts);
      return (beside.length === 0 && proxy === undefined) || sum <= task[field]
        ? []
        : [
            broken(
              ["task", field],
              `must be at least ${sum}, the ${what} of its containers${of} (${given.join(" + ")})`,
              task[field],
              fixOfTask("lower those of the containers", { cpu, memoryMiB }, task),
            ),
          ];
    }),
    ...Object.entries(sidecars).flatMap(([name, { memoryLimitMiB = 0 }]): Broken[] =>
      memoryLimitMiB <= task.memoryMiB
        ? []
        : [
            broken(
              ["sidecars", name, "memoryLimitMiB"],
              `must not be above task.memoryMiB (${task.memoryMiB})`,
              memoryLimitMiB,
              fixOfTask(
                `lower sidecars.${name}.memoryLimitMiB`,
                { memoryMiB: memoryLimitMiB },
                task,
              ),
            ),
          ],
    ),
  ];
}

type Parts = readonly (number | undefined)[];

function sumOf(parts: Parts): number {
  return parts.reduce((total: number, part = 0) => total + part, 0);
}

/**
 * Where a task with a size runs on instances, its size is split: the sidecars say what they need, and the service's own
 * container has the rest.
 */
export function beyondInstanceTask(program: ProgramOfSize & Connecting): Broken[] {
  const { sidecars = {}, task } = program;
  const proxy = proxyOf(program);
  const missing = Object.entries(sidecars).flatMap(([name, sidecar]) =>
    (["cpu", "memoryLimitMiB"] as const)
      .filter((field) => sidecar[field] === undefined)
      .map((field) =>
        broken(
          ["sidecars", name, field],
          'must be given where capacity.kind is "instances"',
          undefined,
          "Set it: the service's own container has what is left of task.",
        ),
      ),
  );
  if (missing.length > 0) return missing;
  const limits = [
    ["cpu", "cpu", LEAST_CPU],
    ["memoryMiB", "memoryLimitMiB", LEAST_MIB],
  ] as const;
  const takers = proxy ? "the sidecars and the proxy of Service Connect" : "the sidecars";
  const takenOf = (field: "cpu" | "memoryMiB", part: "cpu" | "memoryLimitMiB") =>
    sumOf([...Object.values(sidecars).map((sidecar) => sidecar[part]), proxy?.[field]]);
  const needed = {
    cpu: takenOf("cpu", "cpu") + LEAST_CPU,
    memoryMiB: takenOf("memoryMiB", "memoryLimitMiB") + LEAST_MIB,
  };
  return limits.flatMap(([field, part, least]): Broken[] => {
    const taken = takenOf(field, part);
    return taken === 0 || taken + least <= task[field]
      ? []
      : [
          broken(
            ["task", field],
            `must be at least ${taken + least}, of which ${takers} take ${taken} (${part})`,
            task[field],
            fixOfTask("lower those of the sidecars", needed, task),
          ),
        ];
  });
}

/** The least that a container can have. */
const LEAST_CPU = 2;
const LEAST_MIB = 6;

interface ShellService {
  service: { enableExecuteCommand: boolean };
  sidecars?: Record<string, Sidecar>;
}

/** A shell can be opened in each container of a task. */
export const execCanWriteEverywhere = rule<ShellService>(
  ["service.enableExecuteCommand", "sidecars"],
  ({ service: { enableExecuteCommand }, sidecars = {} }) =>
    Object.entries(sidecars).flatMap(([name, { readonlyRootFilesystem }]): Broken[] =>
      execCanWrite({ enableExecuteCommand, readonlyRootFilesystem }) === undefined
        ? []
        : [
            broken(
              ["sidecars", name, "readonlyRootFilesystem"],
              "must be false while service.enableExecuteCommand is true, because its agent writes to the files of each container",
              true,
              "Set it to false, or service.enableExecuteCommand to false.",
            ),
          ],
    ),
);

interface Defined {
  container: object;
  sidecars?: Record<string, object>;
  tracing?: object;
  logRouter?: { destination: object };
}

/** All containers are in one task definition, and each says where the log router sends its output. */
export const sidecarsFitDefinition = rule<Defined>(
  ["container", "sidecars", "tracing", "logRouter"],
  ({ container, sidecars, tracing, logRouter }) => {
    if (sidecars === undefined) return undefined;
    const ofContainers = bytesOf([container, sidecars]) + (tracing ? TRACING_BYTES : 0);
    const ofRouting = logRouter
      ? (1 + Object.keys(sidecars).length) * (bytesOf(logRouter.destination) + ROUTING_BYTES)
      : 0;
    const bytes = ofContainers + ofRouting;
    if (bytes <= MAX_DEFINITION_BYTES) return undefined;
    const repeats = ofContainers <= MAX_DEFINITION_BYTES;
    return {
      at: repeats ? ["logRouter", "destination"] : ["sidecars"],
      message:
        `must fit the task definition, which AWS limits to 64 KiB: the settings of all containers` +
        `${repeats ? ", each with this destination," : ""} may have ${MAX_DEFINITION_BYTES} bytes, got ${show(bytes)}. ` +
        `Let the programs read their configuration from a file or service${repeats ? ", or shorten it" : ""}.`,
    };
  },
);

/** What tracing adds to a task definition: the collector's configuration, and variables for the program. */
const TRACING_BYTES = 3_000;
/** What a routed container has besides the destination: the names of options, the region, the buffer. */
const ROUTING_BYTES = 500;

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** The rules of a task's containers that hold wherever it runs. */
export const everyTask = [
  execCanWriteEverywhere,
  sidecarsFitDefinition,
  volumesMounted,
  taskEnds,
] as const;

/** The same, where a task has a size. On the instances of a group, its containers have parts of it. */
export const sizedContainersOfTask = rule<ProgramOfSize & Connecting & OnCapacity>(
  [...containers, "task", "serviceConnect", "connection", "capacity.kind"],
  (program) => [
    ...problemsAmong(program, program.capacity),
    ...(program.capacity.kind === "instances" ? beyondInstanceTask(program) : beyondTask(program)),
  ],
);
