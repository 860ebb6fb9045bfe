import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { AliasRecord } from "../load-balancing/alias-record";
import { Certificate } from "../load-balancing/certificate";
import type { CertificateSource, HttpEntry } from "../load-balancing/http-entry";
import { port as onPort } from "../network/security-group";
import type { Capacity } from "../service/service-capacity";

/** How a request finds its preview. */
export type PreviewRouting =
  /** By the first segment of its path, which the load balancer removes. Needs AWS provider 6.25. */
  | { readonly kind: "path" }
  /** By its host name, `<preview>.<domainName>`. */
  | {
      readonly kind: "host";
      readonly domainName: string;
      /** Zone for a wildcard record. @default none: you create the record */
      readonly hostedZoneId?: string;
      /** For `*.<domainName>`: HTTPS. @default none: HTTP */
      readonly certificate?: CertificateSource;
    };

export interface PreviewGroundProps {
  /** Name of the system's stack, from which `groundParameter` follows. */
  readonly stack: string;
  readonly entry: HttpEntry;
  readonly capacity: Capacity;
  /** Of the listener for previews. */
  readonly port: number;
  /** Address blocks that may connect to the listener. */
  readonly clientCidrs: readonly string[];
  readonly routing: PreviewRouting;
}

/** What previews share with their system, as `PreviewGround` writes it and `SharedGround` reads it. */
export interface Ground {
  readonly cluster_arn: string;
  readonly cluster_name: string;
  /** Capacity providers of the system's service. */
  readonly capacity_providers: readonly string[];
  readonly vpc_id: string;
  readonly subnet_ids: readonly string[];
  readonly security_group_ids: readonly string[];
  readonly listener_arn: string;
  /** URL of a preview, with `%s` for its name. */
  readonly url: string;
}

/** Name of the SSM parameter by which a system's stack tells the stacks of its previews what they share. */
export function groundParameter(stack: string): string {
  return `/${stack}/previews`;
}

/**
 * What a system has for its previews: a listener of its load balancer, on which only previews have rules, and a parameter
 * with the IDs of everything that they share.
 *
 * On a listener of their own, the rules of previews need no priorities, because no request matches two of them: the AWS
 * provider takes the next free number, and tries again if another preview took it at the same moment. Among the rules of
 * the system, they would have to precede those with wider paths.
 */
export class PreviewGround extends Construct {
  constructor(scope: Construct, id: string, props: PreviewGroundProps) {
    super(scope, id);
    const { entry, capacity, port, routing } = props;
    const listener = entry.listeners.addListener("previews", {
      port,
      certificateArn: this.certificateArn(entry, routing),
    });
    for (const cidr of props.clientCidrs) {
      entry.loadBalancer.securityGroup.allowFromCidr(
        `previews-from-${cidr.replaceAll(/[.:/]/g, "-")}`,
        { cidr, ports: onPort(port), description: `Previews for ${cidr}` },
      );
    }
    if (routing.kind === "host" && routing.hostedZoneId !== undefined) {
      new AliasRecord(this, "name", {
        hostedZoneId: routing.hostedZoneId,
        domainName: `*.${routing.domainName}`,
        target: entry.loadBalancer,
      });
    }
    const ground: Ground = {
      cluster_arn: capacity.cluster.arn,
      cluster_name: capacity.cluster.name,
      capacity_providers: capacity.providers.strategy.map((share) => share.capacityProvider),
      vpc_id: entry.loadBalancer.vpcId,
      subnet_ids: capacity.taskNetwork?.subnetIds ?? [],
      security_group_ids: capacity.taskNetwork?.securityGroupIds ?? [],
      listener_arn: listener.arn,
      url: urlOf(props),
    };
    new SsmParameter(this, "Default", {
      name: groundParameter(props.stack),
      description: "What the previews of this system share with it",
      type: "String",
      value: Fn.jsonencode(ground),
    });
  }

  /** By path, previews have the name of the system, and so its certificate. */
  private certificateArn({ listeners }: HttpEntry, routing: PreviewRouting): string | undefined {
    if (routing.kind === "path") {
      return listeners.protocol === "https" ? listeners.serving.certificateArn : undefined;
    }
    const { certificate, domainName, hostedZoneId } = routing;
    if (certificate?.kind !== "request") return certificate?.arn;
    if (hostedZoneId === undefined) return undefined;
    return new Certificate(this, "certificate", { domainName: `*.${domainName}`, hostedZoneId })
      .arn;
  }
}

function urlOf({ entry, port, routing }: PreviewGroundProps): string {
  if (routing.kind === "path") return `${entry.url}:${port}/%s/`;
  const protocol = routing.certificate === undefined ? "http" : "https";
  return `${protocol}://%s.${routing.domainName}:${port}/`;
}
