import type { ContainerModel } from "../../synthesized/system/task-definition";

export interface TaskEnvironmentOptions {
  readonly container: ContainerModel;
  readonly taskId: string;
  /** The port of this machine for each port of the container. */
  readonly ports: ReadonlyMap<number, number>;
  /** Of the parts of the system, and of the user, who has the last word. */
  readonly added: Readonly<Record<string, string>>;
  readonly secret: (valueFrom: string, name: string) => string;
}

/** Of this process's environment a task gets what a program needs to run at all, and nothing of the user's. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "SYSTEMROOT", "JAVA_HOME"];

/** A container's environment on this machine: its port is another one, its host name is the task's. */
export function taskEnvironment(options: TaskEnvironmentOptions): Record<string, string> {
  const { container, taskId, ports } = options;
  const own = Object.entries(container.environment).map(([name, value]): [string, string] => {
    const port = name === "PORT" || name.endsWith("_PORT") ? ports.get(Number(value)) : undefined;
    return [name, port === undefined ? value : String(port)];
  });
  const [firstPort] = container.ports;
  const port = firstPort === undefined ? undefined : ports.get(firstPort);
  const environment: Record<string, string | undefined> = {
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    NODE_ENV: "production",
    HOSTNAME: taskId,
    // In a container a program listens on all addresses. On this machine others could reach it.
    HOST: "127.0.0.1",
    // Programs of ours listen where PORT says; their images know a port of their own without it.
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
