import * as z from "zod";
import { bodyFieldDefaults } from "../../../aws/defaults";
import { isPathPattern } from "../../../aws/networking/load-balancing";
import { bodyHasNoPlaceWithout, parametersMatch } from "../../rules/systems/api-methods";
import { scalesWithoutGroup } from "../../rules/service/blue-green";
import {
  conditionsWithinQuota,
  scheduledTargetsWithinQuota,
  targetsWithinQuota,
} from "../../rules/service/listener-rules";
import { everyTask } from "../../rules/containers/task-containers";
import { addedNamesAreFree, addedVolumeIsFree } from "../containers/added-containers";
import { ecsName, taskContainer } from "../containers/container";
import { containerCheck } from "../containers/container-check";
import { deploymentBehindBalancer } from "../service/deployment";
import { fargateTask, reservationFitsTask } from "../capacity/fargate";
import {
  choice,
  dictionary,
  flag,
  hasTemplate,
  list,
  namedServices,
  servicePriority,
  settings,
  text,
  wholeNumber,
} from "../fields";
import { type Sample, filledImage, image, withSample } from "../containers/image";
import { moreTargets } from "../service/more-targets";
import { connectionOfService } from "../service/service-connect";
import { beforeRelease, scheduledTasks } from "../service/scheduled-tasks";
import { execCanWrite, rollsOut, service } from "../service/service";
import { desiredWithinBounds, serviceScaling } from "../scaling/service-scaling";
import { taskSidecars } from "../containers/sidecars";
import { telemetry } from "../containers/telemetry";
import { volumes } from "../containers/volumes";

/** A path of parts, each of plain characters or one parameter in braces. */
const PATH = /^(\/([\w.~-]{1,60}|\{[A-Za-z_]\w{0,60}\})){1,10}\/?$/;

const field = settings({
  type: choice("string", "integer", "number", "boolean"),
  /** @default true */
  required: flag().default(bodyFieldDefaults.required),
  /** Characters of a string. @default any number */
  minLength: wholeNumber(0, 1_000_000).optional(),
  maxLength: wholeNumber(1, 1_000_000).optional(),
  /** Bounds of a number. @default any value */
  minimum: wholeNumber(-1_000_000_000, 1_000_000_000).optional(),
  maximum: wholeNumber(-1_000_000_000, 1_000_000_000).optional(),
  /** Format in the OpenAPI document, as in "email". @default none */
  format: choice("email", "uri", "uuid", "date", "date-time").optional(),
});

/** A method that the API has for a service. */
const apiMethod = settings({
  method: choice("GET", "POST", "PUT", "PATCH", "DELETE"),
  /** Path at the API, as in `/student/{student_id}`. */
  path: text(
    'must be a path of at most 10 parts, as in "/student/{student_id}"',
    (value) => PATH.test(value) && !value.endsWith("/"),
  ),
  /** Path at the service, with the same parameters. @default path */
  backendPath: text('must be a path of at most 10 parts, as in "/student/"', PATH).optional(),
  /** Fields of the JSON object in the request body. @default no body */
  body: dictionary("of 1 to 60 letters, digits and underscores", /^[A-Za-z_]\w{0,59}$/, field, {
    min: 1,
    max: 50,
  }).optional(),
  /** One line about the method in the OpenAPI document. */
  summary: text(
    "must be 1 to 120 characters of one line",
    (value) => /^[^\p{C}]{1,120}$/u.test(value) && !hasTemplate(value),
  ),
}).check(parametersMatch, bodyHasNoPlaceWithout);

/** The methods of a service. A service without methods is reachable from other services only. */
export function apiMethods() {
  return list(apiMethod, "methods", 0, 50);
}

/** Placeholder in defaults for the name of a service in the settings. */
const NAME = "<service>";

/** The lowest reading of a five-minute period must cross the threshold. */
const atLowest = { periodSeconds: 300, evaluationPeriods: 1, statistic: "Minimum" } as const;

const restApiService = settings({
  /** Paths at the internal load balancer; `*` and `?` are wildcards. @default `/<service>` and everything below it */
  paths: list(
    text(
      'must be a path pattern of at most 128 characters, as in "/student/*"',
      isPathPattern,
      "It begins with a slash, and has letters, digits and _-.$/~@:+& and the wildcards * and ?.",
    ),
    "paths",
    1,
    5,
  ).default([`/${NAME}`, `/${NAME}/*`]),
  /** Passed to the program as PATH_PREFIX, which it removes from paths that begin with it. @default none */
  pathPrefix: text(
    'must be a path without a slash at its end, as in "/demo1"',
    /^(\/[\w.-]{1,60}){1,5}$/,
  ).optional(),
  /**
   * Priority among the services: the matching service with the lowest number receives the request.
   * @default - the services given here have theirs; set it for another one
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
   */
  priority: servicePriority(),
  /** Methods of the API that the service handles. @default none */
  methods: apiMethods().prefault([]),
  /** Where the image comes from. @default the repository `<service>` */
  image: image({ repositoryName: NAME, context: `services/${NAME}` }).prefault({
    kind: "repository",
  }),
  /** Name of the task definition. @default `ecs-fargate-<service>-td` */
  family: ecsName().default(`ecs-fargate-${NAME}-td`),
  /** CPU and memory of the task. */
  task: fargateTask({ cpu: 256, memoryMiB: 512 }).prefault({}),
  /** The container that runs in each task. */
  container: taskContainer({
    name: `ecs-fargate-${NAME}-container`,
    port: 80,
    memoryReservationMiB: 100,
  }).prefault({}),
  /** A health check that runs in the container. @default none: the load balancer checks the tasks */
  containerCheck: containerCheck("/health").optional(),
  /** Other containers in each task, by name. @default none */
  sidecars: taskSidecars(),
  ...telemetry(),
  /** Volumes of a task, which its containers mount by name. @default none */
  volumes: volumes(),
  /** Other ports of its tasks that the load balancer sends some of the requests to, by name. @default none */
  moreTargets: moreTargets(),
  /** How it takes part in serviceConnect. @default it calls others, and is called by its name */
  connection: connectionOfService(),
  /** The ECS service and its deployments. */
  service: service({
    name: `ecs-fargate-${NAME}-service`,
    minimumHealthyPercent: 50,
    maximumPercent: 100,
  }).prefault({ desiredCount: 2 }),
  /** How the tasks of the service scale. */
  serviceScaling: serviceScaling({
    minTasks: 2,
    maxTasks: 4,
    strategies: [
      {
        kind: "step",
        metric: "cpu",
        scaleOut: {
          ...atLowest,
          thresholdPercent: 70,
          comparison: "above",
          adjustment: 1,
          adjustmentUnit: "number",
          largerSteps: [],
        },
        scaleIn: { ...atLowest, thresholdPercent: 50, adjustment: -1 },
        cooldownSeconds: 300,
      },
    ],
  }).prefault({}),
  /** How a new release replaces the old one. */
  deployment: deploymentBehindBalancer().prefault({ kind: "rolling" }),
  /** A task of the same program that must succeed before a new version rolls out. @default none */
  beforeRelease: beforeRelease(),
  /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
  scheduledTasks: scheduledTasks(),
}).check(
  addedNamesAreFree,
  addedVolumeIsFree,
  conditionsWithinQuota,
  desiredWithinBounds,
  targetsWithinQuota,
  scheduledTargetsWithinQuota,
  rollsOut,
  execCanWrite,
  scalesWithoutGroup,
  ...everyTask,
  reservationFitsTask,
);

type RestApiService = z.output<typeof restApiService>;

const services = namedServices("student", restApiService, { min: 1, max: 100 }).overwrite(
  (services) =>
    Object.fromEntries(
      Object.entries(services).map(([name, settings]) => [name, named(name, settings)]),
    ),
);

/** Services behind the paths of an internal balancer, by name. */
export const restApiServices = z.preprocess(withReference, services) as unknown as z.ZodType<
  z.output<typeof services>,
  // The services of the reference have defaults for everything.
  Readonly<Record<string, Partial<z.input<typeof restApiService>>>>
>;

/** Services of the reference, which are one program. */
const samples: Readonly<Record<string, Sample>> = {
  student: { program: "school", environment: { RUN_AS: "students", DB_SERVICE_USER: "student" } },
  subject: { program: "school", environment: { RUN_AS: "subjects", DB_SERVICE_USER: "subject" } },
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

/** The reference's two services, each reachable by both forms of its paths. */
const referenceServices: Readonly<Record<string, object>> = {
  student: {
    paths: ["/demo1", "/demo1/*", "/student", "/student/*"],
    pathPrefix: "/demo1",
    priority: 1,
    methods: methodsOf("student", {
      name: { type: "string", maxLength: 100 },
      email: { type: "string", maxLength: 255, format: "email" },
      subject_id: { type: "integer", minimum: 1 },
    }),
    ...namesOf("demo1"),
  },
  subject: {
    paths: ["/demo2", "/demo2/*", "/subject", "/subject/*"],
    pathPrefix: "/demo2",
    priority: 2,
    methods: methodsOf("subject", {
      name: { type: "string", maxLength: 100 },
      teacher: { type: "string", maxLength: 100 },
    }),
    ...namesOf("demo2"),
  },
};

function methodsOf(noun: string, body: object): object[] {
  return [
    { method: "POST", path: `/${noun}`, backendPath: `/${noun}/`, body, summary: `Adds a ${noun}` },
    { method: "GET", path: `/${noun}/{${noun}_id}`, summary: `Finds a ${noun} by its id` },
  ];
}

function namesOf(demo: string): object {
  return {
    image: { kind: "repository", repositoryName: demo, build: {} },
    family: `ecs-fargate-${demo}-td`,
    container: { name: `ecs-fargate-${demo}-container` },
    service: { name: `ecs-fargate-${demo}-service`, desiredCount: 2 },
  };
}

/** Settings of services. Those of the reference have its values by default. */
function withReference(services: unknown): unknown {
  if (!isObject(services)) return services;
  return Object.fromEntries(
    Object.entries(services).map(([name, given]) => [
      name,
      Object.hasOwn(referenceServices, name) && isObject(given)
        ? merged(referenceServices[name], given)
        : given,
    ]),
  );
}

function merged(usual: unknown, given: unknown): unknown {
  if (given === undefined) return usual;
  if (!isObject(usual) || !isObject(given) || differInKind(usual, given)) return given;
  const names = new Set([...Object.keys(usual), ...Object.keys(given)]);
  return Object.fromEntries([...names].map((name) => [name, merged(usual[name], given[name])]));
}

/** An image of another kind shares nothing with the default. */
function differInKind(usual: Record<string, unknown>, given: Record<string, unknown>): boolean {
  return usual["kind"] !== undefined && given["kind"] !== usual["kind"];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
