import * as z from "zod";
import { MAX_CONTAINERS } from "../../../aws/containers/task-containers";
import {
  cloudWatchAgent,
  INSTRUMENTATION,
  INSTRUMENTATION_FOLDER,
  logRouterContainer,
  otelCollector,
  type Telemetry,
  telemetryContainers,
} from "../../../aws/containers/telemetry";
import { broken, type Broken, isSound, rule } from "../../rules/rule";
import { instanceSidecar } from "./sidecars";

/* The containers that `tracing` and `logRouter` add to a task, for the rules that count containers. */

/** A program of the settings, with what adds containers to its tasks. */
interface Program extends Telemetry {
  service: { enableExecuteCommand: boolean };
  container: { name: string; writablePaths: string[]; tmpfs?: object; mounts?: object };
  sidecars?: Record<string, object>;
  volumes?: Record<string, object>;
}

/** Names of containers that settings add are free, and there is room for them. */
export const addedNamesAreFree = rule<Program>(
  ["tracing", "logRouter", "container", "sidecars"],
  (program): Broken[] => {
    const { container, sidecars = {} } = program;
    const names = telemetryContainers(program).map(({ name }) => name);
    const taken = names.filter((name) => Object.hasOwn(sidecars, name) || name === container.name);
    const count = Object.keys(sidecars).length + names.length + 1;
    return [
      ...taken.map((name) =>
        broken(
          name === container.name ? ["container", "name"] : ["sidecars", name],
          `must have another name, because ${settingOf(name)} adds a container of this name`,
          name,
          "Rename it.",
        ),
      ),
      ...(names.length > 0 && count > MAX_CONTAINERS
        ? [
            broken(
              "sidecars",
              `must leave room for ${names.join(" and ")}, because a task has at most ${MAX_CONTAINERS} containers`,
              Object.keys(sidecars).length,
              "Remove a sidecar.",
            ),
          ]
        : []),
    ];
  },
);

/** The volume from which a program loads its instrumentation has a name and a place of its own. */
export const addedVolumeIsFree = rule<Program>(
  ["tracing", "container", "volumes"],
  ({ tracing, container, volumes = {} }): Broken[] => {
    if (tracing?.language === undefined) return [];
    const { writablePaths, tmpfs = {}, mounts = {} } = container;
    const places: [PropertyKey[], string][] = [
      ...writablePaths.map((path, index): [PropertyKey[], string] => [
        ["writablePaths", index],
        path,
      ]),
      ...Object.keys(tmpfs).map((path): [PropertyKey[], string] => [["tmpfs", path], path]),
      ...Object.keys(mounts).map((path): [PropertyKey[], string] => [["mounts", path], path]),
    ];
    return [
      ...(Object.hasOwn(volumes, INSTRUMENTATION)
        ? [
            broken(
              ["volumes", INSTRUMENTATION],
              "must have another name, because tracing.language adds a volume of this name",
              INSTRUMENTATION,
              "Rename it.",
            ),
          ]
        : []),
      ...places
        .filter(([, path]) => path === INSTRUMENTATION_FOLDER)
        .map(([at, path]) =>
          broken(
            ["container", ...at],
            "must be another folder, because tracing.language mounts the instrumentation there",
            path,
            "Choose another folder.",
          ),
        ),
    ];
  },
);

/** A program with the containers that its settings add among its sidecars. */
function withAdded<Given extends Program>(program: Given): Given {
  const { container, service, sidecars } = program;
  const more = telemetryContainers(program).filter(({ name }) => name !== container.name);
  if (more.length === 0) return program;
  const added = more.map(({ name, image, check, ...its }): [string, object] => [
    name,
    instanceSidecar().parse({
      ...its,
      image: { kind: "reference", reference: image },
      containerCheck: check && { kind: "command", command: check },
      readonlyRootFilesystem: !service.enableExecuteCommand,
    }),
  ]);
  return { ...program, sidecars: { ...Object.fromEntries(added), ...sidecars } };
}

function withoutAdded<Given extends Program>(program: Given): Given {
  const { sidecars, ...others } = program;
  const names = new Set(telemetryContainers(program).map(({ name }) => name));
  if (sidecars === undefined || names.size === 0) return program;
  const own = Object.entries(sidecars).filter(([name]) => !names.has(name));
  return { ...others, ...(own.length > 0 && { sidecars: Object.fromEntries(own) }) } as Given;
}

/** A system of one program, or of several. */
function changePrograms<System>(
  system: System,
  change: <Given extends Program>(program: Given) => Given,
): System {
  const { services } = system as { services?: Record<string, Program> };
  return services === undefined
    ? (change(system as Program) as System)
    : {
        ...system,
        services: Object.fromEntries(
          Object.entries(services).map(([name, service]) => [name, change(service)]),
        ),
      };
}

/** A system with all containers of its tasks among the sidecars, for rules and warnings that count them. */
export function withAllContainers<System>(system: System): System {
  return changePrograms(system, withAdded);
}

/** Comes before the rules of a system, so that they count the containers that settings add. */
export const addContainers = change(withAllContainers, (issues) =>
  ["services", "tracing", "logRouter", "service", "container", "sidecars"].every((field) =>
    isSound([field], issues),
  ),
);

/** Comes after the rules: settings are what the user wrote. With a mistake in them, nobody reads them. */
export const removeContainers = change(
  (system) => changePrograms(system, withoutAdded),
  (issues) => issues.length === 0,
);

function change(
  tx: <System>(system: System) => System,
  applies: (issues: readonly z.core.$ZodRawIssue[]) => boolean,
): z.core.$ZodCheck<object> {
  return new z.core.$ZodCheckOverwrite({
    check: "overwrite",
    tx,
    when: ({ issues }) => applies(issues),
  });
}

/** Where a user wrote what a rule found in an added container, as in `tracing.cpu` for `sidecars.otel-collector.cpu`. */
export function settingOf(container: string): "tracing" | "logRouter" | undefined {
  if (container === logRouterContainer.name) return "logRouter";
  const ofTracing: string[] = [otelCollector.name, cloudWatchAgent.name, INSTRUMENTATION];
  return ofTracing.includes(container) ? "tracing" : undefined;
}
