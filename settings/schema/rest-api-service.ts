import * as z from "zod";
import { conditionsWithinQuota } from "../rules/listener-rules";
import { isPathPattern } from "../rules/path-pattern";
import { broken, rule } from "../rules/rule";
import { scheduledTargetsWithinQuota, targetsWithinQuota } from "../rules/target-quota";
import { apiMethods } from "./api-method";
import { ecsName, fargateContainer } from "./container";
import { fargateTask } from "./fargate-capacity";
import { dictionary, list, settings, text, wholeNumber } from "./fields";
import { filledImage, image, type Sample, withSample } from "./image";
import { withReference } from "./reference-services";
import { execCanWrite, rollsOut, service } from "./service";
import { desiredWithinBounds, serviceScaling } from "./service-scaling";

/** Stands in defaults for the name by which the settings know a service. */
const NAME = "<service>";

/** In a period of five minutes the lowest reading must pass the threshold. */
const atLowest = { periodSeconds: 300, evaluationPeriods: 1, statistic: "Minimum" } as const;

const restApiService = settings({
  /** Paths at the internal balancer; `*` and `?` are wildcards. @default `/<service>` and all below it */
  paths: list(
    text(
      'must be a path pattern of at most 128 characters, as in "/student/*"',
      isPathPattern,
      "It begins with a slash, and has letters, digits and _-.$/~@:+& beside the wildcards * and ?.",
    ),
    "paths",
    1,
    5,
  ).default([`/${NAME}`, `/${NAME}/*`]),
  /** Told to the program as PATH_PREFIX, which it takes off the paths that begin with it. @default none */
  pathPrefix: text(
    'must be a path without a slash at its end, as in "/demo1"',
    /^(\/[\w.-]{1,60}){1,5}$/,
  ).optional(),
  /** Rank among the services: the one of the lowest number whose paths match has the request. */
  priority: wholeNumber(1, 1000),
  /** Methods of the API that lead to it. @default none */
  methods: apiMethods().prefault([]),
  /** @default the repository `<service>` */
  image: image({ repositoryName: NAME, context: `services/${NAME}` }).prefault({
    kind: "repository",
  }),
  /** Name of the task definition. @default `ecs-fargate-<service>-td` */
  family: ecsName().default(`ecs-fargate-${NAME}-td`),
  task: fargateTask({ cpu: 256, memoryMiB: 512 }).prefault({}),
  container: fargateContainer({
    name: `ecs-fargate-${NAME}-container`,
    port: 80,
    memoryReservationMiB: 100,
  }).prefault({}),
  service: service({
    name: `ecs-fargate-${NAME}-service`,
    minimumHealthyPercent: 50,
    maximumPercent: 100,
  }).prefault({ desiredCount: 2 }),
  serviceScaling: serviceScaling({
    minTasks: 2,
    maxTasks: 4,
    strategies: [
      {
        kind: "step",
        metric: "cpu",
        scaleOut: { ...atLowest, thresholdPercent: 70, comparison: "above", adjustment: 1 },
        scaleIn: { ...atLowest, thresholdPercent: 50, adjustment: -1 },
        cooldownSeconds: 300,
      },
    ],
  }).prefault({}),
}).check(
  conditionsWithinQuota,
  desiredWithinBounds,
  targetsWithinQuota,
  scheduledTargetsWithinQuota,
  rollsOut,
  execCanWrite,
  rule<{ container: { memoryReservationMiB?: number }; task: { memoryMiB: number } }>(
    ["container.memoryReservationMiB", "task.memoryMiB"],
    ({ container: { memoryReservationMiB: reserved = 0 }, task: { memoryMiB } }) =>
      reserved <= memoryMiB
        ? undefined
        : broken(
            "container.memoryReservationMiB",
            `must not be above task.memoryMiB (${memoryMiB})`,
            reserved,
            "Lower it or raise task.memoryMiB.",
          ),
  ),
);

type RestApiService = z.output<typeof restApiService>;

const services = dictionary(
  "of 1 to 20 lower-case letters, digits and inner hyphens, as in student",
  /^(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  restApiService,
  { min: 1, max: 100 },
).overwrite((services) =>
  Object.fromEntries(
    Object.entries(services).map(([name, settings]) => [name, named(name, settings)]),
  ),
);

/** Services behind the paths of an internal balancer, by name. */
export const restApiServices = z.preprocess(withReference, services) as unknown as z.ZodType<
  z.output<typeof services>,
  // What the reference's services have, nobody has to write down.
  Readonly<Record<string, Partial<z.input<typeof restApiService>>>>
>;

/** Services of the reference, which are one program. */
const samples: Readonly<Record<string, Sample>> = {
  student: { program: "school", environment: { RUN_AS: "students" } },
  subject: { program: "school", environment: { RUN_AS: "subjects" } },
};

/** A service with its own name where its defaults have a place for one. */
function named(name: string, { image: source, ...settings }: RestApiService): RestApiService {
  const fill = (pattern: string) => pattern.replaceAll(NAME, name);
  const sample = Object.hasOwn(samples, name) ? samples[name] : undefined;
  return {
    ...settings,
    paths: settings.paths.map(fill),
    family: fill(settings.family),
    container: {
      ...settings.container,
      name: fill(settings.container.name),
      environment: withSample(settings.container.environment, source, fill, sample),
    },
    service: { ...settings.service, name: fill(settings.service.name) },
    image: filledImage(source, fill, sample),
  };
}
