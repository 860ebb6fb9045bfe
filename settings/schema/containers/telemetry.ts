import * as z from "zod";
import * as ecs from "../../../aws/containers/ecs";
import { bucketNameProblem } from "../../../aws/data/storage";
import * as logs from "../../../aws/observability/logs";
import {
  type AddedContainer,
  cloudWatchAgent,
  languages,
  logRouterContainer,
  otelCollector,
  routerOption,
} from "../../../aws/containers/telemetry";
import { inPlain, secretInVariable } from "../../rules/containers/secrets";
import { type Broken, broken, rule } from "../../rules/rule";
import {
  arn,
  choice,
  dictionary,
  hasTemplate,
  kindsOf,
  number,
  settings,
  text,
  textOf,
  textWithout,
  wholeNumber,
} from "../fields";
import { taggedReference } from "./image";

/* Settings that add a container to each task: a collector of traces, and a router of logs. */

const TO_SECRETS =
  "Store the value in Secrets Manager or an SSM parameter, and set its ARN in secretOptions.";

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

/** The settings of each system's tasks that add such a container. */
export function telemetry() {
  return {
    /** Sends the program's traces to AWS, by a container in each task (docs/how-to/watch.md). @default no traces */
    tracing: tracing(),
    /** Sends the output of the containers elsewhere or by another way, by a container in each task: FireLens. @default CloudWatch Logs takes it directly */
    logRouter: logRouter(),
  };
}

/** A container in each task that sends the traces of its programs to AWS. */
function tracing() {
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
        /** The CloudWatch agent, for Application Signals. On Fargate (docs/how-to/watch.md). */
        settings({
          kind: z.literal("application-signals"),
          /** Language of the program, to which a further container adds the instrumentation. @default the image has the instrumentation */
          language: choice(...languages).optional(),
          /** Image of that container. @default AWS's for the language */
          instrumentationImage: taggedReference().optional(),
          ...added(cloudWatchAgent),
        }).check(
          rule<{ language?: string; instrumentationImage?: string }>(
            ["language", "instrumentationImage"],
            ({ language, instrumentationImage }) =>
              instrumentationImage === undefined || language !== undefined
                ? undefined
                : broken(
                    "instrumentationImage",
                    "must be left out without language, which adds its container",
                    instrumentationImage,
                    "Set language, or remove it.",
                  ),
          ),
        ),
      ],
      kindsOf('must be an object with kind "xray" or "application-signals"'),
    )
    .optional();
}

/** A container in each task that takes the output of the others and sends it on: FireLens with Fluent Bit. */
function logRouter() {
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
            bucket: textWithout("must be the name of an S3 bucket", bucketNameProblem),
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
            rule<{ options: Record<string, string> }>(["options"], ({ options }) =>
              Object.entries(options).flatMap(([name, value]): Broken[] => {
                const why = secretInVariable(name, value);
                return why === undefined ? [] : [inPlain(["options", name], why, TO_SECRETS)];
              }),
            ),
            rule<{ options: Record<string, string>; secretOptions: Record<string, string> }>(
              ["options", "secretOptions"],
              ({ options, secretOptions }) =>
                Object.keys(secretOptions)
                  .filter((name) => Object.hasOwn(options, name))
                  .map((name) =>
                    broken(
                      ["secretOptions", name],
                      "must have the name of none of options, because a log router has one value for each",
                      name,
                      "Remove one of the two.",
                    ),
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
