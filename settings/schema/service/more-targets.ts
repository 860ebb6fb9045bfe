import { targetGroupDefaults } from "../../../aws/defaults";
import * as ecs from "../../../aws/containers/ecs";
import * as aws from "../../../aws/networking/load-balancing";
import { SHORT_NAME } from "../../presets/names";
import { ofAws, rule } from "../../rules/rule";
import { choice, dictionary, list, servicePriority, settings, text, wholeNumber } from "../fields";
import { healthCheck } from "./load-balancer";

/** Other ports of a service's tasks that the load balancer sends requests to, by name. */
export function moreTargets() {
  return dictionary(
    "of 1 to 20 lowercase letters, digits and inner hyphens, as in admin",
    SHORT_NAME.pattern,
    settings({
      /**
       * Port of a container of the task: one of container.morePorts, or of the ports of a sidecar.
       * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
       */
      port: wholeNumber(...ecs.port),
      /** Paths whose requests go there; `*` and `?` are wildcards. */
      paths: list(
        text(
          'must be a path pattern of at most 128 characters, as in "/admin/*"',
          aws.isPathPattern,
          "It begins with a slash, and has letters, digits and _-.$/~@:+& and the wildcards * and ?.",
        ),
        "paths",
        1,
        5,
      ),
      /**
       * Priority among all rules of the load balancer: the matching one with the lowest number receives the request. The
       * service's own paths come after it.
       * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
       */
      priority: servicePriority(),
      /** By which the load balancer sends requests there. "HTTP2" and "GRPC" need a certificate. @default "HTTP1" */
      protocolVersion: choice(...aws.protocolVersions).default(targetGroupDefaults.protocolVersion),
      /** The load balancer's health check of this port. */
      healthCheck: healthCheck("/").prefault({}),
    }).check(
      rule<Versioned>(
        ["protocolVersion", "healthCheck.grpcCodes", "healthCheck.matcher"],
        ofAws(aws.codesOfGrpc),
      ),
    ),
    { min: 1, max: aws.TARGET_GROUPS_PER_SERVICE - 1 },
  ).optional();
}

interface Versioned {
  protocolVersion?: (typeof aws.protocolVersions)[number];
  healthCheck: { grpcCodes?: string; matcher: string };
}
