import * as z from "zod";
import * as ecs from "../../aws/ecs";
import * as logs from "../../aws/logs";
import { MAX_CONTAINERS } from "../../aws/task-containers";
import {
  type AddedContainer,
  logRouterContainer,
  otelCollector,
  routerOption,
  type Telemetry,
  telemetryContainers,
} from "../../aws/telemetry";
import { broken, type Broken, isSound, rule } from "../rules/rule";
import {
  arn,
  dictionary,
  hasTemplate,
  kindsOf,
  number,
  settings,
  text,
  textOf,
  textWithout,
  wholeNumber,
} from "./fields";
import { taggedReference } from "./image";
import { instanceSidecar } from "./sidecars";

/* Settings that add a container to each task: a collector of traces, and a router of logs. */

/** Image and size of a container that a setting adds. */
function added({ image, cpu, memoryMiB }: AddedContainer) {
  return {
    /** Its image, as from your own registry. @default the version that this project was tested with, from AWS's public registry */
    image: taggedReference().default(image),
    /**
     * CPU units: 1024 units are one vCPU.
     * @default 64
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
     */
    cpu: wholeNumber(...ecs.container.cpu).default(cpu),
    /**
     * MiB. ECS kills the container above this limit.
     * @default 256 for a collector, 128 for a log router
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
     */
    memoryLimitMiB: wholeNumber(...ecs.container.memoryMiB).default(memoryMiB),
  };
}

/** A container in each task that sends the traces of its programs to AWS. */
export function tracing() {
  return z
    .discriminatedUnion(
      "kind",
      [
        /** The AWS Distro for OpenTelemetry Collector, for X-Ray. The program sends its spans by OTLP (docs/how-to/watch.md). */
        settings({
          kind: z.literal("xray"),
          /**
           * Percent of the traces that begin here which are recorded.
           * @default 5, the share of X-Ray's default rule
           * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
           */
          samplingPercent: number(0, 100).default(5),
          ...added(otelCollector),
        }),
      ],
      kindsOf('must be an object with kind "xray"'),
    )
    .optional();
}

/** A container in each task that takes the output of the others and sends it on: FireLens with Fluent Bit. */
export function logRouter() {
  return settings({
    /** Where it sends the output. @default the service's log group */
    destination: z
      .discriminatedUnion(
        "kind",
        [
          /** A log group of CloudWatch. */
          settings({
            kind: z.literal("cloudwatch"),
            /** Name of an existing log group. @default the service's own */
            logGroupName: textOf(logs.logGroupName).optional(),
          }),
          /** A stream of Amazon Data Firehose. */
          settings({
            kind: z.literal("firehose"),
            /** ARN of the stream, in the environment's region. */
            streamArn: arn(
              `must be the ARN of a Firehose stream`,
              { service: "firehose", resource: String.raw`deliverystream/[\w.-]{1,64}` },
              "deliverystream/ and its name",
            ),
          }),
          /** An S3 bucket: an object each minute. */
          settings({
            kind: z.literal("s3"),
            /** Name of the bucket, in the environment's region. */
            bucket: text(
              'must be the name of a bucket, as in "shop-logs"',
              /^(?=.{3,63}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])$/,
            ),
            /** Start of the names of its objects. @default "logs" */
            prefix: text(
              'must be 1 to 200 letters, digits and _./-, without a slash at its ends, as in "shop/logs"',
              /^(?=.{1,200}$)[\w.-]+(\/[\w.-]+)*$/,
            ).default("logs"),
          }),
          /** A domain of OpenSearch Service. */
          settings({
            kind: z.literal("opensearch"),
            /** ARN of the domain, in the environment's region. */
            domainArn: arn(
              "must be the ARN of an OpenSearch domain",
              { service: "es", resource: String.raw`domain/[a-z][a-z0-9-]{2,27}` },
              "domain/ and its name",
            ),
            /** Host name of the domain's endpoint. */
            host: text(
              'must be a host name, as in "search-shop-abc.us-east-2.es.amazonaws.com"',
              /^(?=.{4,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/,
            ),
            /** Index that gets the records. @default "logs" */
            index: text(
              'must be 1 to 100 lowercase letters, digits, hyphens and underscores, as in "shop"',
              /^[a-z0-9][a-z0-9_-]{0,99}$/,
            ).default("logs"),
          }),
          /** Any other output of Fluent Bit. Grant what it needs in service.permissions. */
          settings({
            kind: z.literal("output"),
            /** Options of the output by name; `Name` is the output's. @see https://docs.fluentbit.io/manual/data-pipeline/outputs */
            options: dictionary(
              routerOption.rule,
              routerOption.pattern,
              text(
                "must be text of 1 to 1000 printable characters, without ${ and %{",
                (value) => /^[ -~]{1,1000}$/.test(value) && !hasTemplate(value),
              ),
              { min: 1, max: 50 },
            ),
            /** Options whose values are secrets, each with the ARN of its Secrets Manager secret or SSM parameter. @default none */
            secretOptions: dictionary(
              routerOption.rule,
              routerOption.pattern,
              textWithout(ecs.SECRET_RULE, ecs.secretArnProblem),
              { max: 20 },
            ).prefault({}),
          }).check(
            rule<{ options: Record<string, string> }>(["options"], ({ options }) =>
              Object.hasOwn(options, "Name")
                ? undefined
                : broken(
                    ["options", "Name"],
                    "must be the name of an output of Fluent Bit",
                    undefined,
                    'Set it, as in "datadog".',
                  ),
            ),
          ),
        ],
        kindsOf(
          'must be an object with kind "cloudwatch", "firehose", "s3", "opensearch" or "output"',
        ),
      )
      .prefault({ kind: "cloudwatch" }),
    ...added(logRouterContainer),
  }).optional();
}

/** A program of the settings, with what adds containers to its tasks. */
interface Program extends Telemetry {
  service: { enableExecuteCommand: boolean };
  container: { name: string };
  sidecars?: Record<string, object>;
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

/** A program with the containers that its settings add among its sidecars. */
function withAdded<Given extends Program>(program: Given): Given {
  const { container, service, sidecars } = program;
  const more = telemetryContainers(program).filter(({ name }) => name !== container.name);
  if (more.length === 0) return program;
  const added = more.map(({ name, image, check, ...its }) => [
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
export const addContainers = change(withAllContainers, [
  "services",
  "tracing",
  "logRouter",
  "service",
  "container",
  "sidecars",
]);

/** Comes after the rules: settings are what the user wrote. */
export const removeContainers = change((system) => changePrograms(system, withoutAdded));

function change(
  tx: <System>(system: System) => System,
  reads: readonly string[] = [],
): z.core.$ZodCheck<object> {
  return new z.core.$ZodCheckOverwrite({
    check: "overwrite",
    tx,
    when: ({ issues }) => reads.every((field) => isSound([field], issues)),
  });
}

/** Where a user wrote what a rule found in an added container, as in `tracing.cpu` for `sidecars.otel-collector.cpu`. */
export function settingOf(container: string): "tracing" | "logRouter" | undefined {
  switch (container) {
    case otelCollector.name:
      return "tracing";
    case logRouterContainer.name:
      return "logRouter";
    default:
      return undefined;
  }
}
