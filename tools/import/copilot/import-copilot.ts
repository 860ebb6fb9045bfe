import { dirname } from "node:path";
import { nameFrom } from "../../init/answers";
import { requireKnown } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";
import { EnvFiles } from "../env-files";
import { Field } from "../field";
import type { Imported, ImportedEnvironment, ImportOptions } from "../imported";
import { offeredRegion } from "../../init/settings-files/region";
import { readStructured } from "../read-file";
import {
  existingFilesAdvice,
  fileSystemAdvice,
  queueAdvice,
  queueNotes,
} from "../target/data-stores";
import { capacityAfterFargate, REACH_NOTE } from "../target/fargate";
import { uniqueName } from "../target/names";
import type { TargetSystem } from "../target/service-target";
import { Target } from "../target/target";
import { addonAdvice } from "./addons";
import { environmentSettings, importedNetwork } from "./map-environment";
import { hostsIn } from "./hosts";
import { mapJob, type MappedService, whyNoTask } from "./map-job";
import { mapWorkerService } from "./map-worker";
import { mapWebService, type WorkloadContext } from "./map-workload";
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
const WORKER = "Worker Service";
const JOB = "Scheduled Job";

/** Why a service or job is not imported. */
function whyLeft(name: string, type: string, { system }: ImportOptions): string {
  if (type === WORKER)
    return system === undefined || system === "worker"
      ? `An environment has one system worker, and another service is in it. Import this manifest on its own, into another environment (--environment), or name it with --include ${name}.`
      : `It takes its work from a queue, as the system worker does, and not ${system}. Omit --system.`;
  if (PUBLIC.includes(type) && system === "worker")
    return "It answers requests, which the system worker does not. Omit --system.";
  if (type === "Backend Service")
    return `Only other services reach it, and internal services are not supported yet. If it may be reachable from outside, import it with --include ${name}.`;
  return type === "Static Site"
    ? "It consists of static files: see systems.http-api.page.folder."
    : `Copilot has no type "${type}". Correct it, and import again.`;
}

function importManifests(copilot: CopilotFolder, options: ImportOptions): Imported {
  const { workloads } = copilot;
  requireKnown(
    "service",
    options.include,
    workloads.map(({ name }) => name),
  );
  const worker = workerAmong(workloads, options);
  const web = workloads.filter(
    ({ name, field }) =>
      options.system !== "worker" &&
      ![WORKER, JOB].includes(typeOf(field)) &&
      (PUBLIC.includes(typeOf(field)) || options.include.includes(name)),
  );
  const system =
    options.system === "talk-service" || (web.length > 1 && options.system === undefined)
      ? "talk-service"
      : "http-scale-out";
  if (system === "http-scale-out" && web.length > 1)
    throw new UserError(
      `http-scale-out runs one service, but there are ${web.length}: ${web.map(({ name }) => name).join(", ")}. Omit --system to import them into talk-service.`,
    );
  const plan: Plan = {
    copilot,
    options,
    system,
    web,
    worker,
    jobs: workloads.filter(({ field }) => typeOf(field) === JOB),
    envFiles: new EnvFiles(copilot.workspace),
    replaced: [],
  };
  const isEmpty = web.length === 0 && worker === undefined;
  const names = environmentNames(copilot, options);
  const environments = names.map((name) => mapEnvironment(name, plan));
  for (const [field, environment] of plan.replaced)
    field.changed(undefined, `The environment ${environment} overrides this value.`);
  const used = [...web, ...plan.jobs, ...(worker === undefined ? [] : [worker])];
  for (const { name, field } of workloads.filter((each) => !used.includes(each))) {
    field.left(whyLeft(name, typeOf(field), options));
  }
  for (const { field } of used) {
    for (const [name, override] of field.get("environments").entries)
      if (!names.includes(name))
        override.left(
          `The environment ${name} has no manifest in copilot/environments, so it is not imported. Add ${name}/manifest.yml there, and import again.`,
        );
  }
  for (const { field } of workloads) field.close(workloadReason);
  for (const { field } of copilot.environments) field.close(environmentReason);
  for (const { path, field } of copilot.others) field.close(() => reasonOf(path));
  return {
    name: nameFrom(copilot.application),
    environments: isEmpty ? [] : environments,
    files: [...workloads, ...copilot.environments, ...copilot.others, ...plan.envFiles.files],
    notes: [
      ...(environments.some(usesFargate) ? [REACH_NOTE] : []),
      ...(worker === undefined ? [] : [...queueNotes(undefined), COPILOT_QUEUE]),
      ...NOTES,
    ],
    data: [
      ...(worker === undefined ? [] : [queueAdvice(`the queue of ${worker.name}`)]),
      ...copilot.others.flatMap(({ path, field }) => addonAdvice(path, field)),
      ...workloads.flatMap(volumes),
    ],
  };
}

function usesFargate({ systems }: ImportedEnvironment): boolean {
  return Object.values(systems).some((system) => {
    const { capacity } = system as { capacity?: { kind?: string } };
    return capacity?.kind === "fargate";
  });
}

/** What of Copilot's folder is imported, and into which system. */
interface Plan {
  readonly copilot: CopilotFolder;
  readonly options: ImportOptions;
  readonly system: "http-scale-out" | "talk-service";
  readonly web: readonly Manifest[];
  readonly worker: Manifest | undefined;
  readonly jobs: readonly Manifest[];
  readonly envFiles: EnvFiles;
  /** Values that an environment overrides. */
  readonly replaced: (readonly [Field, string])[];
}

/** Maps the services and jobs as they are in an environment. */
function mapEnvironment(environment: string, plan: Plan): ImportedEnvironment {
  const { copilot, options, system, web, worker, jobs, envFiles, replaced } = plan;
  const manifest =
    copilot.environments.find(({ name }) => name === environment)?.field ?? Field.of({});
  const { settings: network, isPrivate } = importedNetwork(manifest);
  // Tasks that stay in a VPC without private subnets cannot run on Fargate.
  const mustStay = network["network"] !== undefined && !isPrivate;
  const on = (its: TargetSystem) =>
    new Target(its, { capacity: mustStay ? "instances" : capacityAfterFargate(its), isPrivate });
  const [target, workers] = [on(system), on("worker")];
  const { region: known, ...own } = environmentSettings(
    manifest,
    web.length === 0 ? undefined : target,
    network,
  );
  const region = known ?? options.region ?? offeredRegion();
  const context: WorkloadContext = {
    workspace: copilot.workspace,
    root: options.root,
    application: copilot.application,
    environment,
    region,
    ...(options.account === undefined ? {} : { account: options.account }),
    envFile: (file) => envFiles.read(file),
  };
  const taken: string[] = [];
  const mapped: MappedService[] = [];
  for (const service of web) {
    const { name, field } = service;
    const its = target.service(uniqueName(nameFrom(name), taken));
    if (system === "http-scale-out") {
      its.set("service.name", its.name);
      its.set("container.name", its.name);
    }
    const resolved = inEnvironment(field, environment, replaced);
    its.explainHost = hostsIn(service, { workloads: copilot.workloads, web, system });
    mapped.push({ manifest: resolved, target: its });
    mapWebService(resolved, its, context);
  }
  if (worker !== undefined) {
    const its = workers.workerService(uniqueName(nameFrom(worker.name), taken));
    const resolved = inEnvironment(worker.field, environment, replaced);
    its.explainHost = hostsIn(worker, { workloads: copilot.workloads, web, system });
    mapped.push({ manifest: resolved, target: its });
    mapWorkerService(resolved, its, context);
  }
  for (const { field } of jobs) {
    const overridden: (readonly [Field, string])[] = [];
    const job = inEnvironment(field, environment, overridden);
    if (mapJob(job, mapped)) replaced.push(...overridden);
    else field.left(whyNoTask(job, mapped));
  }
  return {
    name: nameFrom(environment).slice(0, 16),
    region,
    ...own,
    systems: { ...target.settings, ...workers.settings },
    comments: { ...target.comments, ...workers.comments },
  };
}

/** The worker that is imported: the one that is named, or else the first with a subscription. */
function workerAmong(
  workloads: readonly Manifest[],
  { include, system }: ImportOptions,
): Manifest | undefined {
  if (system !== undefined && system !== "worker") return undefined;
  const workers = workloads.filter(({ field }) => typeOf(field) === WORKER);
  return (
    workers.find(({ name }) => include.includes(name)) ??
    workers.find(({ field }) => field.get("subscribe").exists) ??
    workers[0]
  );
}

const COPILOT_QUEUE = "Copilot's name for the address of the queue was COPILOT_QUEUE_URI.";

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

function volumes({ name, field }: Manifest): readonly string[] {
  const all = [field, ...field.get("environments").items];
  return all.flatMap((each) =>
    each.get("storage", "volumes").entries.flatMap(([volume, its]) => {
      const efs = its.get("efs");
      const { text: id } = efs.get("id");
      if (id !== undefined) return [existingFilesAdvice(`${name}'s volume ${volume}`, id)];
      return efs.flag === true || efs.items.length > 0
        ? [fileSystemAdvice(`${name}'s volume ${volume}`)]
        : [];
    }),
  );
}
