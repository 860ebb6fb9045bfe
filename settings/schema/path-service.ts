import type * as z from "zod";
import { isPathPattern } from "../rules/path-pattern";
import { scalesWithoutGroup, scalesWithoutSchedule } from "../rules/blue-green";
import { conditionsWithinQuota } from "../rules/listener-rules";
import { scheduledTargetsWithinQuota, targetsWithinQuota } from "../rules/target-quota";
import { container } from "./container";
import { deployment } from "./deployment";
import { dictionary, list, settings, text, wholeNumber } from "./fields";
import { filledImage, image, type Sample, withSample } from "./image";
import { healthCheckPath } from "./load-balancer";
import { execCanWrite, rollsOut, service } from "./service";
import { desiredWithinBounds, serviceScaling } from "./service-scaling";

/** Stands in defaults for the name by which the settings know a service. */
const NAME = "<service>";

const pathService = settings({
  /** Paths that it answers; `*` and `?` are wildcards. @default `/<service>` and all below it */
  paths: list(
    text(
      'must be a path pattern of at most 128 characters, as in "/talk/*"',
      isPathPattern,
      "It begins with a slash, and has letters, digits and _-.$/~@:+& beside the wildcards * and ?.",
    ),
    "paths",
    1,
    5,
  ).default([`/${NAME}`, `/${NAME}/*`]),
  /** Rank among the services: the one of the lowest number whose paths match has the request. */
  priority: wholeNumber(1, 1000),
  /** @default the repository `<service>-service` */
  image: image({ repositoryName: `${NAME}-service`, context: `services/${NAME}` }).prefault({
    kind: "repository",
  }),
  container: container({
    name: "web",
    port: 8080,
    cpu: 128,
    memoryLimitMiB: 256,
    memoryReservationMiB: 128,
  }).prefault({}),
  service: service({
    name: `${NAME}-service-ecs`,
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  }).prefault({}),
  serviceScaling: serviceScaling({
    minTasks: 2,
    maxTasks: 8,
    strategies: [
      {
        kind: "step",
        metric: "cpu",
        scaleOut: {
          thresholdPercent: 60,
          comparison: "at-or-above",
          adjustment: 1,
          periodSeconds: 60,
          evaluationPeriods: 1,
          statistic: "Average",
        },
        scaleIn: {
          thresholdPercent: 30,
          adjustment: -1,
          periodSeconds: 60,
          evaluationPeriods: 5,
          statistic: "Average",
        },
        cooldownSeconds: 300,
      },
    ],
  }).prefault({}),
  /** @default that of loadBalancer.healthCheck */
  healthCheckPath: healthCheckPath().optional(),
  deployment: deployment().prefault({ kind: "rolling" }),
}).check(
  conditionsWithinQuota,
  desiredWithinBounds,
  targetsWithinQuota,
  scheduledTargetsWithinQuota,
  scalesWithoutGroup,
  scalesWithoutSchedule,
  rollsOut,
  execCanWrite,
);

type PathService = z.output<typeof pathService>;

/** Services behind one balancer, by name. */
export const pathServices = dictionary(
  "of 1 to 20 lower-case letters, digits and inner hyphens, as in talk",
  /^(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  pathService,
  { min: 1, max: 200 },
).overwrite((services) =>
  Object.fromEntries(
    Object.entries(services).map(([name, settings]) => [name, named(name, settings)]),
  ),
);

/** Services of the reference, which are one program. */
const samples: Readonly<Record<string, Sample>> = {
  talk: { program: "talk", environment: { RUN_AS: "talk" } },
  speaker: { program: "talk", environment: { RUN_AS: "speaker" } },
};

/** A service with its own name where its defaults have a place for one. */
function named(name: string, { image: source, container, ...settings }: PathService): PathService {
  const fill = (pattern: string) => pattern.replaceAll(NAME, name);
  const sample = Object.hasOwn(samples, name) ? samples[name] : undefined;
  return {
    ...settings,
    paths: settings.paths.map(fill),
    container: {
      ...container,
      environment: withSample(container.environment, source, fill, sample),
    },
    service: { ...settings.service, name: fill(settings.service.name) },
    image: filledImage(source, fill, sample),
  };
}
