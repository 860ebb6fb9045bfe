import { nameFrom } from "../../init/answers";
import { UserError } from "../../terminal/user-error";
import type { Field } from "../field";
import type { Imported, ImportOptions } from "../imported";
import type { ImportedFile } from "../report";
import { existingFilesAdvice, queueAdvice, queueNotes } from "../target/data-stores";
import { capacityAfterFargate, REACH_NOTE } from "../target/fargate";
import { SIDECAR_SIZE } from "../target/program";
import { noLimitNotes } from "../target/soft-memory";
import { Target } from "../target/target";
import { mapService } from "./map-service";
import { mapFargate, runsOnFargate } from "./map-fargate";
import { mainContainer, mapTaskDefinition, queueOf } from "./map-task";
import { ecsReason } from "./reasons";

/** A task definition, from the output of `describe-task-definition` or as it was registered. */
export function taskDefinitionIn(field: Field): Field | undefined {
  const answer = field.get("taskDefinition");
  if (answer.get("containerDefinitions").isList) return answer;
  return field.get("containerDefinitions").isList ? field : undefined;
}

/** The services in the output of `describe-services`. */
export function servicesIn(field: Field): readonly Field[] {
  return field.get("services").isList ? field.get("services").items : [];
}

/** Creates settings from a task definition, and from its service if there is one. */
export function importEcs(files: readonly ImportedFile[], options: ImportOptions): Imported {
  const definitions = files.flatMap(({ field }) => taskDefinitionIn(field) ?? []);
  const services = files.flatMap(({ field }) => servicesIn(field));
  const [definition] = definitions;
  if (definitions.length !== 1 || services.length > 1 || definition === undefined) {
    throw new UserError(
      `Pass one task definition (aws ecs describe-task-definition) and at most one service (aws ecs describe-services), got ${definitions.length} and ${services.length}.`,
    );
  }
  const [service] = services;
  const arn = definition.get("taskDefinitionArn").text ?? service?.get("serviceArn").text ?? "";
  const region = /^arn:aws[\w-]*:ecs:([\w-]+):/.exec(arn)?.[1] ?? options.region;
  const name = nameFrom(
    service?.get("serviceName").text ?? definition.get("family").text ?? "service",
  );
  const queue = queueOf(definition);
  const isWorker =
    options.system === "worker" ||
    (options.system === undefined &&
      queue !== undefined &&
      mainContainer(definition, false) === undefined);
  const system = isWorker ? "worker" : (options.system ?? "http-scale-out");
  const isOnFargate = runsOnFargate(definition, service);
  const target = new Target(system, isOnFargate ? { capacity: capacityAfterFargate(system) } : {});
  const main = mainContainer(definition, isWorker);
  if (main !== undefined) {
    const its = isWorker ? target.workerService(name) : target.service(name);
    if (!isWorker) its.set("service.name", name);
    if (system === "talk-service") its.set("paths", ["/*"]);
    if (isOnFargate) mapFargate(definition, service, its);
    mapTaskDefinition(definition, main, its, service?.get("volumeConfigurations").items);
    if (service !== undefined) mapService(service, its);
    else
      definition
        .get("family")
        .changed(its.shown(isWorker ? "name" : "service.name"), "The name of the service.");
  } else
    definition.left(
      "None of its containers has a port. If it receives messages from an SQS queue, import it with --system worker.",
    );
  for (const { field } of files) field.close(ecsReason);
  return {
    name,
    environments: target.isEmpty
      ? []
      : [
          {
            name: options.environment,
            ...(region === undefined ? {} : { region }),
            systems: target.settings,
            comments: target.comments,
          },
        ],
    files,
    notes: [
      ...(target.capacity === "fargate" ? [REACH_NOTE] : []),
      ...(isWorker ? queueNotes(queue) : []),
      ...(isWorker && target.capacity === "fargate"
        ? []
        : noLimitNotes(
            withoutSize(definition, main),
            `${SIDECAR_SIZE.memoryMiB} MiB for a sidecar`,
          )),
      ...(target.capacity === "instances" &&
      definition.get("containerDefinitions").items.length > 1 &&
      definition.get("networkMode").text === "awsvpc"
        ? [
            "Its containers reached each other at localhost. On instances, list a container in `links` of the one that calls it, and call it by its name.",
          ]
        : []),
      "The existing service stays unchanged. When the new address serves requests, point your domain to it, then delete the old service.",
    ],
    data: [
      ...(isWorker
        ? [queueAdvice(queue === undefined ? "the old queue" : `the queue ${queue}`)]
        : []),
      ...definition
        .get("volumes")
        .items.filter((volume) => isMounted(definition, volume))
        .flatMap((volume) => {
          const { text } = volume.get("efsVolumeConfiguration", "fileSystemId");
          const name = `the volume ${volume.get("name").text ?? ""}`;
          return text === undefined ? [] : [existingFilesAdvice(name, text)];
        }),
    ],
  };
}

function isMounted(definition: Field, volume: Field): boolean {
  return definition
    .get("containerDefinitions")
    .items.flatMap((container) => container.get("mountPoints").items)
    .some((mount) => mount.get("sourceVolume").text === volume.get("name").text);
}

/** Sidecars without a limit or a reservation of memory. */
function withoutSize(definition: Field, main: Field | undefined): readonly string[] {
  return definition
    .get("containerDefinitions")
    .items.filter((each) => main !== undefined && each !== main)
    .filter((each) => !each.get("memory").exists && !each.get("memoryReservation").exists)
    .map((each) => each.get("name").text ?? "");
}
