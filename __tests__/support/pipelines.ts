import { dev } from "../fixtures/environments/dev";
import type { EnvironmentSettings } from "../../settings/environment";

type Pipelines = NonNullable<EnvironmentSettings["pipelines"]>;
export type Pipeline = Pipelines[string];

/** The least that a pipeline needs. */
export const pipeline: Pipeline = { source: { kind: "connection", repository: "acme/shop" } };

/** Environments whose systems have a pipeline each, and images that it builds. */
export function pipelinesOf(
  environments: Readonly<Record<string, EnvironmentSettings>>,
  settings: Pipeline = pipeline,
): Record<string, EnvironmentSettings> {
  return Object.fromEntries(
    Object.entries(environments).map(([name, environment]) => {
      const image = { kind: "repository" as const, build: {} };
      const { systems } = environment;
      const released: EnvironmentSettings["systems"] = {
        "http-scale-out": { ...systems["http-scale-out"], image },
        "daemon-api": { ...systems["daemon-api"], image },
        // One color at a time is for people.
        "talk-service": {
          ...systems["talk-service"],
          services: { talk: { priority: 1, image }, speaker: { priority: 2, image } },
        },
        "rest-api": {
          ...systems["rest-api"],
          services: { student: { image }, subject: { image } },
        },
        "http-api": { ...systems["http-api"], services: { food: { image }, pet: { image } } },
        worker: { ...systems.worker, image },
      };
      const pipelines = Object.fromEntries(
        Object.keys(released).map((system) => [system, settings]),
      );
      return [name, { ...environment, loadTest: undefined, systems: released, pipelines }];
    }),
  );
}

/** An environment with a pipeline for its only system. */
export const released: EnvironmentSettings = {
  ...dev,
  name: "released",
  nameSuffix: "-released",
  state: { kind: "s3", bucket: "http-scale-out-tfstate-released" },
  loadTest: undefined,
  systems: { worker: { ...dev.systems.worker, image: { kind: "repository", build: {} } } },
  pipelines: { worker: pipeline },
};
