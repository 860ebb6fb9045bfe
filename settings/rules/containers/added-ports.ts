import {
  portsOfAdded,
  type Telemetry,
  telemetryContainers,
} from "../../../aws/containers/telemetry";
import { type Broken, broken } from "../rule";

interface Listening extends Telemetry {
  container: { port: number; morePorts?: number[] };
  sidecars?: Record<string, { ports: number[] }>;
}

/** What a setting adds to a task listens on the task's own address. */
export function takenByAdded(program: Listening): Broken[] {
  const { container, sidecars = {} } = program;
  const added = telemetryContainers(program);
  const own: [PropertyKey[], number][] = [
    [["container", "port"], container.port],
    ...(container.morePorts ?? []).map((port, index): [PropertyKey[], number] => [
      ["container", "morePorts", index],
      port,
    ]),
    ...Object.entries(sidecars)
      .filter(([name]) => !added.some((each) => each.name === name))
      .flatMap(([name, { ports }]) =>
        ports.map((port, index): [PropertyKey[], number] => [
          ["sidecars", name, "ports", index],
          port,
        ]),
      ),
  ];
  return own.flatMap(([at, port]): Broken[] => {
    const owner = added.find(({ name }) => portsOfAdded[name]?.includes(port));
    return owner === undefined
      ? []
      : [
          broken(
            at,
            `must not be a port of ${owner.name} (${portsOfAdded[owner.name]?.join(", ")}), because the containers of a task share an address`,
            port,
            "Let the program listen on another port.",
          ),
        ];
  });
}
