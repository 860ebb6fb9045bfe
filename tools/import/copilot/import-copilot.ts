import { dirname } from "node:path";
import { subnetId, vpcId } from "../../../aws/network";
import { nameFrom } from "../../init/answers";
import type { Setting } from "../../init/settings-files/source";
import { requireKnown } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";
import { EnvFiles } from "../env-files";
import { Field } from "../field";
import type { Imported, ImportedEnvironment, ImportOptions } from "../imported";
import { offeredRegion } from "../../init/settings-files/region";
import { readStructured } from "../read-file";
import { fileSystemAdvice, volumeAdvice } from "../target/data-stores";
import { uniqueName } from "../target/names";
import { Target } from "../target/target";
import { addonAdvice } from "./addons";
import { mapWorkload } from "./map-workload";
import { type CopilotFolder, type Manifest, readCopilot } from "./read-copilot";
import { environmentReason, OTHER_REASONS, workloadReason } from "./reasons";

/** Creates settings from Copilot's folder, with an environment for each of Copilot's environments. */
export function importCopilot(folder: string, path: string, options: ImportOptions): Imported {
  return importManifests(readCopilot(folder, path), options);
}

/** Creates settings from a single manifest. */
export function importManifest(file: string, path: string, options: ImportOptions): Imported {
  const field = Field.of(readStructured(file, path).value);
  const name = field.get("name").text ?? "service";
  return importManifests(
    {
      application: name,
      workspace: dirname(dirname(dirname(file))),
      workloads: [{ name, path, field }],
      environments: [],
      others: [],
    },
    options,
  );
}

const PUBLIC = ["Load Balanced Web Service", "Request-Driven Web Service"];

const OTHER_TYPES: Readonly<Record<string, (name: string) => string>> = {
  "Backend Service": (name) =>
    `Only other services reach it, and internal services are not supported yet. If it may be reachable from outside, import it with --include ${name}.`,
  "Worker Service": () =>
    "It receives messages from a queue, which is not imported. Add it with `npm run init -- system worker`.",
  "Scheduled Job": () =>
    "It is a job that ends. Systems run services. Run its task on a schedule with EventBridge Scheduler.",
  "Static Site": () => "It consists of static files: see systems.http-api.page.folder.",
};

function importManifests(copilot: CopilotFolder, options: ImportOptions): Imported {
  const { workloads } = copilot;
  requireKnown(
    "service",
    options.include,
    workloads.map(({ name }) => name),
  );
  const web = workloads.filter(
    ({ name, field }) => PUBLIC.includes(typeOf(field)) || options.include.includes(name),
  );
  const system = options.system ?? (web.length > 1 ? "talk-service" : "http-scale-out");
  if (system === "http-scale-out" && web.length > 1)
    throw new UserError(
      `http-scale-out runs one service, but there are ${web.length}: ${web.map(({ name }) => name).join(", ")}. Omit --system to import them into talk-service.`,
    );
  const replaced: (readonly [Field, string])[] = [];
  const envFiles = new EnvFiles(copilot.workspace);
  const names = environmentNames(copilot, options);
  const environments = names.map((environment) => {
    const target = new Target(system);
    const manifest =
      copilot.environments.find(({ name }) => name === environment)?.field ?? Field.of({});
    const { region: known, ...own } = environmentSettings(manifest, target);
    const region = known ?? options.region ?? offeredRegion();
    const taken: string[] = [];
    for (const workload of web) {
      const its = target.service(uniqueName(nameFrom(workload.name), taken));
      if (system === "http-scale-out") {
        its.set("service.name", its.name);
        its.set("container.name", its.name);
      }
      mapWorkload(inEnvironment(workload.field, environment, replaced), its, {
        workspace: copilot.workspace,
        root: options.root,
        application: copilot.application,
        environment,
        region,
        ...(options.account === undefined ? {} : { account: options.account }),
        envFile: (file) => envFiles.read(file),
      });
    }
    return {
      name: nameFrom(environment).slice(0, 16),
      region,
      ...own,
      systems: target.settings,
      comments: target.comments,
    };
  });
  for (const [field, environment] of replaced)
    field.changed(undefined, `The environment ${environment} overrides this value.`);
  for (const { name, field } of workloads.filter((each) => !web.includes(each))) {
    const why = OTHER_TYPES[typeOf(field)];
    field.left(
      why?.(name) ?? `Copilot has no type "${typeOf(field)}". Correct it, and import again.`,
    );
  }
  for (const { field } of workloads) field.close(workloadReason);
  for (const { field } of copilot.environments) field.close(environmentReason);
  for (const { path, field } of copilot.others) field.close(() => reasonOf(path));
  return {
    name: nameFrom(copilot.application),
    environments: web.length === 0 ? [] : (environments satisfies readonly ImportedEnvironment[]),
    files: [...workloads, ...copilot.environments, ...copilot.others, ...envFiles.files],
    notes: NOTES,
    data: [
      ...copilot.others.flatMap(({ path, field }) => addonAdvice(path, field)),
      ...workloads.flatMap(volumes),
    ],
  };
}

const NOTES = [
  "Copilot sets variables that start with COPILOT_. Set those that your program reads in container.environment.",
  "Copilot's own stacks stay unchanged. Delete them (copilot app delete) when the new address serves requests.",
];

function typeOf(field: Field): string {
  return field.get("type").text ?? "";
}

function reasonOf(path: string): string {
  const folder = Object.keys(OTHER_REASONS).find((name) => path.includes(`/${name}/`)) ?? "";
  return OTHER_REASONS[folder] ?? "The settings have no such field.";
}

/** Copilot's own environments, or those that manifests mention, or the one that the user names. */
function environmentNames(
  { environments, workloads }: CopilotFolder,
  { environment }: ImportOptions,
): readonly string[] {
  if (environments.length > 0) return environments.map(({ name }) => name);
  const mentioned = new Set(
    workloads.flatMap(({ field }) => [...field.get("environments").children.keys()]),
  );
  return mentioned.size > 0 ? [...mentioned] : [environment];
}

/** A manifest with the overrides of an environment. */
function inEnvironment(
  field: Field,
  environment: string,
  replaced: (readonly [Field, string])[],
): Field {
  const base = new Field(
    [],
    undefined,
    new Map([...field.children].filter(([name]) => name !== "environments")),
  );
  return Field.over(base, field.get("environments", environment), (each) => {
    replaced.push([each, environment]);
  });
}

/** Maps the network and the load balancer of an environment's manifest. */
function environmentSettings(
  manifest: Field,
  target: Target,
): { region?: string; settings: Record<string, Setting> } {
  manifest.get("name").taken("environments/all.ts");
  manifest.get("type").taken("environments/all.ts");
  const settings: Record<string, Setting> = {};
  const vpc = manifest.get("network", "vpc");
  const subnets = (kind: string) =>
    vpc.get("subnets", kind).items.map((subnet) => subnet.get("id").text ?? "");
  const [open, closed] = [subnets("public"), subnets("private")];
  const id = vpc.get("id");
  if (
    vpcId.pattern.test(id.text ?? "") &&
    open.length > 1 &&
    [...open, ...closed].every((each) => subnetId.pattern.test(each))
  ) {
    settings["network"] = {
      kind: "existing",
      vpcId: id.text ?? "",
      publicSubnetIds: open,
      ...(closed.length > 1 ? { privateSubnetIds: closed } : {}),
    };
    id.taken("network.vpcId");
    for (const subnet of vpc.get("subnets", "public").items)
      subnet.get("id").taken("network.publicSubnetIds");
    for (const subnet of vpc.get("subnets", "private").items)
      subnet.get("id").taken("network.privateSubnetIds");
  }
  const insights = manifest.get("observability", "container_insights");
  if (insights.flag !== undefined) {
    settings["containerInsights"] = insights.flag ? "enabled" : "disabled";
    insights.taken("containerInsights");
  }
  const certificate = manifest.get("http", "public", "certificates", 0);
  const [, region] =
    /^arn:aws[\w-]*:acm:([\w-]+):\d{12}:certificate\/[0-9a-f-]{36}$/.exec(certificate.text ?? "") ??
    [];
  if (region === undefined) return { settings };
  target.shareCertificate(certificate, certificate.text ?? "");
  return { region, settings };
}

function volumes({ name, field }: Manifest): readonly string[] {
  const all = [field, ...field.get("environments").items];
  return all.flatMap((each) =>
    each.get("storage", "volumes").entries.flatMap(([volume, its]) => {
      const efs = its.get("efs");
      if (efs.get("id").exists) return [volumeAdvice(`${name}'s volume ${volume}`)];
      return efs.flag === true || efs.items.length > 0
        ? [fileSystemAdvice(`${name}'s volume ${volume}`)]
        : [];
    }),
  );
}
