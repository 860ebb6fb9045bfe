import { basename, resolve } from "node:path";
import { nameFrom } from "../../init/answers";
import { requireKnown } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";
import { EnvFiles } from "../env-files";
import { Field } from "../field";
import type { Imported, ImportOptions } from "../imported";
import { dataAdvice, fileSystemAdvice, volumeAdvice } from "../target/data-stores";
import { uniqueName } from "../target/names";
import { Target } from "../target/target";
import { mapService } from "./map-service";
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
  const system = options.system ?? (web.length > 1 ? "talk-service" : "http-scale-out");
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
  for (const { name, service, port } of web) {
    const own = uniqueName(nameFrom(name), names);
    const its = target.service(own);
    if (system === "talk-service")
      its.set("paths", name === first?.name ? ["/*"] : [`/${own}`, `/${own}/*`]);
    else {
      its.set("service.name", own);
      its.set("container.name", own);
    }
    const context = {
      folder: compose.folder,
      root: options.root,
      port,
      envFile: (envPath: string) => envFiles.read(envPath),
    };
    mapService(service, its, context);
    addSidecars(name, service, its, { services: field.get("services"), context });
    for (const [volume, declared] of field.get("volumes").entries) {
      const place = `volumes/${nameFrom(volume)}`;
      if (its.has(place)) declared.changed(its.shown(place), "A new file system of EFS.");
    }
  }
  for (const [, service, role] of roles) if (role.kind !== "web") service.left(role.why);
  field.close(composeReason);
  const named = field.get("name").text ?? basename(resolve(compose.folder));
  return {
    name: nameFrom(named),
    environments: target.isEmpty
      ? []
      : [{ name: options.environment, systems: target.settings, comments: target.comments }],
    files: [{ path, field }, ...envFiles.files],
    notes: notes(
      web.map(({ name }) => name),
      first?.name,
      compose.unset,
      system,
    ),
    data: data(
      field,
      web.flatMap(({ service }) => volumesOf(service)),
    ),
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

/** Named volumes of a service. Host paths are usually configuration and not data. */
function volumesOf(service: Field): readonly string[] {
  return service.get("volumes").items.flatMap((volume) => {
    const source = volume.get("source").text ?? /^([^:]+):/.exec(volume.text ?? "")?.[1];
    return source !== undefined && /^[A-Za-z0-9]/.test(source) ? [source] : [];
  });
}
