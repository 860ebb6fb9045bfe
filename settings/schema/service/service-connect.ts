import * as z from "zod";
import { proxyDefaults } from "../../../aws/defaults";
import * as ecs from "../../../aws/containers/ecs";
import * as aws from "../../../aws/containers/service-connect";
import { securityGroupId } from "../../../aws/containers/volumes";
import { ofAws, rule } from "../../rules/rule";
import {
  arn,
  choice,
  kindsOf,
  list,
  roleArn,
  settings,
  text,
  textOf,
  wholeNumber,
} from "../fields";
import { SHORT_NAME } from "../../presets/names";

/** Where the services of a system find each other by name, and who else may call them. */
export function serviceConnect() {
  return settings({
    /** The namespace of Cloud Map, each of whose services knows the names of all others. @default a new one */
    namespace: z
      .discriminatedUnion(
        "kind",
        [
          /** A new one, of the system. */
          settings({ kind: z.literal("own") }),
          /** One that is there already, such as that of another system of the environment. */
          settings({
            kind: z.literal("existing"),
            /** ARN of the namespace: the output `service_connect_namespace_arn` of the other system. */
            arn: arn(
              "must be the ARN of a namespace of Cloud Map",
              { service: "servicediscovery", resource: String.raw`namespace/ns-[a-z0-9]{1,61}` },
              "namespace/ and its id",
            ),
          }),
        ],
        kindsOf('must be an object with kind "own" or "existing"'),
      )
      .prefault({ kind: "own" }),
    /** Security groups of other systems whose tasks may call the services: their outputs `service_connect_security_group_id`. @default none */
    clientSecurityGroupIds: list(textOf(securityGroupId), "groups", 0, 20).default([]),
  }).optional();
}

/** What the proxy beside each task has. */
function proxy() {
  return settings({
    /**
     * CPU units. AWS recommends 256, and 512 from 500 requests a second.
     * @default 256
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
     */
    cpu: wholeNumber(...ecs.container.cpu).default(proxyDefaults.cpu),
    /**
     * MiB. AWS recommends 64, and 128 in a namespace of more than 100 services or 2000 tasks.
     * @default 64
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
     */
    memoryMiB: wholeNumber(...ecs.container.memoryMiB).default(proxyDefaults.memoryMiB),
  }).prefault({});
}

function client() {
  return {
    /** It calls others, and none calls it. */
    kind: z.literal("client"),
    /** What the proxy beside each task has. On Fargate, it is a part of task. */
    proxy: proxy(),
  };
}

function clientServer() {
  return {
    /** It calls others, and they call it. */
    kind: z.literal("client-server"),
    /** Host name by which others call it. @default the name of the service, or of the system */
    name: textOf(aws.endpointName).optional(),
    /**
     * Port at which others call it.
     * @default container.port
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectClientAlias.html
     */
    port: wholeNumber(...ecs.port).optional(),
    /**
     * What the proxies understand; another one needs a service of another name.
     * @default "http"
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
     */
    protocol: choice(...aws.endpointProtocols).default("http"),
    /**
     * Seconds after which an idle connection is closed, 0 for never.
     * @default 300, or 3600 if protocol is "tcp"
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html
     */
    idleTimeoutSeconds: wholeNumber(...aws.timeoutSeconds).optional(),
    /**
     * Seconds in which a response must be complete, 0 for any.
     * @default 15
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html
     */
    perRequestTimeoutSeconds: wholeNumber(...aws.timeoutSeconds).optional(),
    /**
     * Port of the task that its proxy listens on. With it, what is not called by Service Connect, such as a load balancer, passes the proxy by.
     * @default container.port
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html
     */
    ingressPort: wholeNumber(...ecs.port).optional(),
    /**
     * Encrypts what other services send to it. The programs go on speaking plain HTTP with their proxies.
     * @default none
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html
     */
    tls: settings({
      /** ARN of an authority of AWS Private CA with the tag AmazonECSManaged of the value true. */
      authorityArn: arn(
        "must be the ARN of an authority of AWS Private CA",
        { service: "acm-pca", resource: String.raw`certificate-authority/[\w-]{1,64}` },
        "certificate-authority/ and its id",
      ),
      /** ARN of a key that encrypts the private keys, and whose policy admits the role. @default AWS's own key */
      kmsKeyArn: arn(
        "must be the ARN of a KMS key",
        { service: "kms", resource: String.raw`key/[\w-]{1,64}` },
        "key/ and its id",
      ).optional(),
      /** Role by which ECS gets the certificates. @default a new role */
      roleArn: roleArn().optional(),
    }).optional(),
    /** What the proxy beside each task has. On Fargate, it is a part of task. */
    proxy: proxy(),
  };
}

const timeoutsFit = rule<aws.EndpointTimeouts>(
  ["protocol", "idleTimeoutSeconds", "perRequestTimeoutSeconds"],
  ofAws(aws.timeoutsApply),
);

const kinds = kindsOf('must be an object with kind "client" or "client-server"');

/** How the only service of a system takes part in Service Connect. */
export function connection() {
  return z
    .discriminatedUnion(
      "kind",
      [settings(client()), settings(clientServer()).check(timeoutsFit)],
      kinds,
    )
    .optional();
}

/** The same for one of several services. */
export function connectionOfService() {
  const calls = list(
    text("must be the name of a service of the system", SHORT_NAME.pattern),
    "services",
    0,
    50,
  ).default([]);
  return z
    .discriminatedUnion(
      "kind",
      [
        settings({
          ...client(),
          /** Services that must be there first, because a task knows those names only that exist when it starts. @default none */
          calls,
        }),
        settings({
          ...clientServer(),
          /** Services that must be there first, because a task knows those names only that exist when it starts. @default none */
          calls,
        }).check(timeoutsFit),
      ],
      kinds,
    )
    .optional();
}
