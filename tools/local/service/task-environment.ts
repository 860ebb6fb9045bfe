import type { ContainerModel, TaskModel } from "../../synthesized/system/task-definition";

export interface TaskEnvironmentOptions {
  readonly container: ContainerModel;
  readonly taskId: string;
  /** The port on this machine of each port of the container. */
  readonly ports: ReadonlyMap<number, number>;
  /** The same for what it reaches by a host name: itself and the other containers at localhost, or by their names. */
  readonly hosts?: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Variables of the system's parts and of the user. The user's take precedence. */
  readonly added: Readonly<Record<string, string>>;
  readonly secret: (valueFrom: string, name: string) => string;
}

/** A task inherits only the variables that a program needs to run, and nothing else of the user's environment. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "SYSTEMROOT", "JAVA_HOME"];

/** A container's environment on this machine, with a local port and the task's host name. */
export function taskEnvironment(options: TaskEnvironmentOptions): Record<string, string> {
  const { container, taskId, ports, hosts = new Map([["localhost", ports]]) } = options;
  const own = Object.entries(container.environment).map(([name, value]): [string, string] => {
    const port = name === "PORT" || name.endsWith("_PORT") ? ports.get(Number(value)) : undefined;
    return [name, port === undefined ? onThisMachine(value, hosts) : String(port)];
  });
  const [firstPort] = container.ports;
  const port = firstPort === undefined ? undefined : ports.get(firstPort);
  const environment: Record<string, string | undefined> = {
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    NODE_ENV: "production",
    HOSTNAME: taskId,
    // In a container, a program listens on all addresses. On this machine, other hosts could reach it.
    HOST: "127.0.0.1",
    // The programs of this project listen on PORT. Without it, they use the port of their image.
    ...(port === undefined ? {} : { PORT: String(port) }),
    ...Object.fromEntries(own),
    ...Object.fromEntries(
      Object.entries(container.secrets).map(([name, from]) => [name, options.secret(from, name)]),
    ),
    ...options.added,
  };
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** Addresses of containers of the task, as in `http://localhost:8080`, with their ports on this machine. */
export function onThisMachine(
  text: string,
  hosts: ReadonlyMap<string, ReadonlyMap<number, number>>,
): string {
  return text.replaceAll(
    /(?<![\w.-])([A-Za-z0-9][\w.-]*):(\d{1,5})(?!\d)/g,
    (address, host: string, port: string) => {
      const local = hosts.get(host === "127.0.0.1" ? "localhost" : host)?.get(Number(port));
      return local === undefined ? address : `127.0.0.1:${local}`;
    },
  );
}

/** What a container has in AWS and does not get here, a sentence each. */
export function lackingHere(
  { sharedVolumes }: Pick<TaskModel, "sharedVolumes">,
  { name, mounts, gpus, environmentFiles }: ContainerModel,
): string[] {
  return [
    ...Object.entries(mounts)
      .filter(([, volume]) => sharedVolumes.includes(volume))
      .map(
        ([path, volume]) =>
          `volume ${volume} is not mounted here: ${name} finds this machine's ${path}`,
      ),
    ...(gpus === undefined
      ? []
      : [`${name} is given no GPU here: it finds those of this machine, or none`]),
    ...environmentFiles.map(
      (file) =>
        `the variables of ${file} are not read here. Set those that ${name} needs: --env NAME=value`,
    ),
  ];
}
