import { basename, resolve } from "node:path";
import { nameFrom } from "../../init/answers";
import { requireKnown } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";
import { EnvFiles } from "../env-files";
import { Field } from "../field";
import type { Imported, ImportOptions } from "../imported";
import {
  dataAdvice,
  fileSystemAdvice,
  queueAdvice,
  queueNotes,
  volumeAdvice,
} from "../target/data-stores";
import { noLimitNotes } from "../target/soft-memory";
import { uniqueName } from "../target/names";
import type { ServiceTarget } from "../target/service-target";
import { Target } from "../target/target";
import { hostsOf, type ImportedService } from "./hosts";
import { mapService, type ServiceContext } from "./map-service";
import { addSidecars } from "./map-sidecars";
import { portsOf } from "./ports";
import { readCompose } from "./read-compose";
import { composeReason } from "./reasons";
import { roleOf, storeIn } from "./services";

/** Creates settings from a Compose file. */
export function importCompose(file: string, path: string, options: ImportOptions): Imported {
  const compose = readCompose(file, path);
  const field = Field.of(compose.value);
  const services = field.get("services").entries;
  requireKnown(
    "service",
    options.include,
    services.map(([name]) => name),
  );
  const roles = services.map(
    ([name, service]) =>
      [name, service, roleOf(name, service, services.length === 1, options)] as const,
  );
  const web = roles.flatMap(([name, service, role]) =>
    role.kind === "web" ? [{ name, service, port: role.port }] : [],
  );
  const workers = roles.flatMap(([name, service, role]) =>
    role.kind === "worker" ? [{ name, service, queue: role.queue }] : [],
  );
  const [worker] = workers;
  if (options.system === "worker" && workers.length > 1)
    throw new UserError(
      `worker runs one service, but ${path} has ${workers.length} that could be it: ${workers.map(({ name }) => name).join(", ")}. Name one with --include.`,
    );
  const system =
    options.system === "talk-service" || (web.length > 1 && options.system === undefined)
      ? "talk-service"
      : "http-scale-out";
  if (system === "http-scale-out" && web.length > 1) {
    throw new UserError(
      `http-scale-out runs one service, but ${path} has ${web.length} that are reachable from outside: ${web.map(({ name }) => name).join(", ")}. Omit --system to import them into talk-service.`,
    );
  }
  const target = new Target(system);
  const envFiles = new EnvFiles(compose.folder);
  const first =
    web.find(({ service }) =>
      portsOf(service).some(({ published }) => published === 80 || published === 443),
    ) ?? web[0];
  const names: string[] = [];
  const imported = new Map<string, ImportedService>(
    web.map(({ name, port }) => [name, { system, name: uniqueName(nameFrom(name), names), port }]),
  );
  const mapOne = (name: string, service: Field, its: ServiceTarget, port?: number): void => {
    const context: ServiceContext = {
      folder: compose.folder,
      root: options.root,
      envFile: (envPath) => envFiles.read(envPath),
      ...(port === undefined ? {} : { port }),
    };
    its.explainHost = hostsOf(name, field.get("services"), imported);
    mapService(service, its, context);
    addSidecars(name, service, its, { services: field.get("services"), context });
    for (const [volume, declared] of field.get("volumes").entries) {
      const place = `volumes/${nameFrom(volume)}`;
      if (its.has(place)) declared.changed(its.shown(place), "A new file system of EFS.");
    }
  };
  for (const { name, service, port } of web) {
    const own = imported.get(name)?.name ?? name;
    const its = target.service(own);
    if (system === "talk-service")
      its.set("paths", name === first?.name ? ["/*"] : [`/${own}`, `/${own}/*`]);
    else {
      its.set("service.name", own);
      its.set("container.name", own);
    }
    mapOne(name, service, its, port);
  }
  const workerTarget = new Target("worker");
  if (worker !== undefined) {
    const its = workerTarget.workerService(uniqueName(nameFrom(worker.name), names));
    mapOne(worker.name, worker.service, its);
  }
  for (const { name, service } of workers.slice(1))
    service.left(
      `An environment has one system worker, which ${worker?.name ?? ""} is in. Import it into another environment: --system worker --include ${name} --environment <name>.`,
    );
  for (const [, service, role] of roles) if ("why" in role) service.left(role.why);
  field.close(composeReason);
  const named = field.get("name").text ?? basename(resolve(compose.folder));
  return {
    name: nameFrom(named),
    environments:
      target.isEmpty && workerTarget.isEmpty
        ? []
        : [
            {
              name: options.environment,
              systems: { ...target.settings, ...workerTarget.settings },
              comments: { ...target.comments, ...workerTarget.comments },
            },
          ],
    files: [{ path, field }, ...envFiles.files],
    notes: [
      ...(worker === undefined ? [] : queueNotes(worker.queue)),
      ...noLimitNotes(
        [...web, ...workers.slice(0, 1)].flatMap(({ name, service }) =>
          hasMemory(service) ? [] : [name],
        ),
        "container.memoryLimitMiB, or task.memoryMiB in worker",
      ),
      ...notes(
        web.map(({ name }) => name),
        first?.name,
        compose.unset,
        system,
      ),
    ],
    data: [
      ...(worker === undefined
        ? []
        : [
            queueAdvice(worker.queue === undefined ? "the old queue" : `the queue ${worker.queue}`),
          ]),
      ...data(
        field,
        [...web, ...workers.slice(0, 1)].flatMap(({ service }) => volumesOf(service)),
      ),
    ],
  };
}

function notes(
  web: readonly string[],
  first: string | undefined,
  unset: readonly string[],
  system: string,
): readonly string[] {
  return [
    ...unset.map(
      (name) =>
        `The variable ${name} has no value, so it is empty in the settings. Set it in the shell or in .env.`,
    ),
    ...(system === "talk-service"
      ? [
          `Services had their own ports. Here they share one address: ${web
            .map((name) => `${name} at ${name === first ? "/" : `/${nameFrom(name)}`}`)
            .join(
              ", ",
            )}. A program must answer below its path; change \`paths\` where it does not.`,
        ]
      : []),
  ];
}

function data(field: Field, kept: readonly string[]): readonly string[] {
  const stores = field.get("services").entries.flatMap(([name, service]) => {
    const store = storeIn(name, service);
    return store === undefined ? [] : [{ name, service, store }];
  });
  // The files of a database are migrated with the database.
  const ofStores = new Set(stores.flatMap(({ service }) => volumesOf(service)));
  const volumes = field
    .get("services")
    .items.flatMap(volumesOf)
    .filter((name) => !ofStores.has(name));
  return [
    ...stores.map(({ name, store }) => dataAdvice(name, store)),
    ...[...new Set(volumes)].map((name) =>
      (kept.includes(name) ? fileSystemAdvice : volumeAdvice)(`the volume ${name}`),
    ),
  ];
}

function hasMemory(service: Field): boolean {
  const resources = service.get("deploy", "resources");
  return [
    resources.get("limits", "memory"),
    resources.get("reservations", "memory"),
    service.get("mem_limit"),
    service.get("mem_reservation"),
  ].some(({ exists }) => exists);
}

/** Named volumes of a service. Host paths are usually configuration and not data. */
function volumesOf(service: Field): readonly string[] {
  return service.get("volumes").items.flatMap((volume) => {
    const source = volume.get("source").text ?? /^([^:]+):/.exec(volume.text ?? "")?.[1];
    return source !== undefined && /^[A-Za-z0-9]/.test(source) ? [source] : [];
  });
}
