import * as z from "zod";
import { port as tcpPort } from "../../../aws/containers/ecs";
import { isHostName } from "../../../aws/names";
import { MAX_PREVIEW_DOMAIN, previewDays, previewTasks } from "../../../aws/delivery/previews";
import { portIsFree } from "../../rules/operations/previews";
import { certificateArn, hostedZoneId } from "../domain-names";
import { ipv4Block, kindsOf, list, number, settings, text, wholeNumber } from "../fields";

const certificate = z.discriminatedUnion(
  "kind",
  [
    /** A new certificate for all names below domainName, validated through its zone. */
    settings({ kind: z.literal("request") }),
    settings({
      kind: z.literal("existing"),
      /** ARN of a certificate for `*.<domainName>`, in the same region. */
      arn: certificateArn(),
    }),
  ],
  kindsOf('must be an object with kind "request" or "existing"'),
);

const routing = z.discriminatedUnion(
  "kind",
  [
    /** By the first part of the path, as in `/pr-123/hello`. The load balancer removes it. */
    settings({ kind: z.literal("path") }),
    /** By host name, as in `pr-123.preview.example.com`. */
    settings({
      kind: z.literal("host"),
      /** Domain whose names below it are those of the previews. */
      domainName: text(
        `must be a host name in lower case of at most ${MAX_PREVIEW_DOMAIN} characters, as in "preview.example.com"`,
        (value) => value.length <= MAX_PREVIEW_DOMAIN && isHostName(value, 2),
      ),
      /**
       * The public Route 53 zone of domainName, for one record of `*.<domainName>`.
       * @default that of the environment's domain; none without one: you create the record
       */
      hostedZoneId: hostedZoneId().optional(),
      /** With a certificate, previews have HTTPS. @default none: HTTP only */
      certificate: certificate.optional(),
    }),
  ],
  kindsOf('must be an object with kind "path" or "host"'),
);

/** Copies of the system for pull requests: docs/how-to/preview.md. */
export function previews() {
  return settings({
    /** Days after which a preview is removed, unless it is updated. @default 7 */
    expiresAfterDays: wholeNumber(...previewDays).default(7),
    /**
     * Tasks of each service of a preview. They do not scale.
     * @default 1
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
     */
    tasks: wholeNumber(...previewTasks).default(1),
    /** US dollars. A preview that costs more of them a month is refused. @default 50 */
    maxMonthlyCostUsd: number(0.01, 10_000).default(50),
    /**
     * Port of the load balancer at which previews are reached.
     * @default 8080
     * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
     */
    port: wholeNumber(...tcpPort).default(8080),
    /** IPv4 address blocks from which previews are reached. @default the internet */
    clientCidrs: list(ipv4Block(), "address blocks", 1, 20).default(["0.0.0.0/0"]),
    /** How a request finds its preview. @default by path */
    routing: routing.default({ kind: "path" }),
  })
    .check(portIsFree)
    .optional();
}
