import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

/** Target of an alias record: a load balancer or another AWS resource with its own DNS name. */
export interface AliasTarget {
  readonly dnsName: string;
  /** AWS's hosted zone of `dnsName`. */
  readonly zoneId: string;
  /** @default "ipv4" */
  readonly ipAddressType?: "ipv4" | "dualstack";
  /** Whether Route 53 may evaluate its health. Not supported for a CloudFront distribution. @default true */
  readonly hasHealth?: boolean;
}

export interface AliasRecordProps {
  readonly hostedZoneId: string;
  /** Full name, such as `api.example.com`. */
  readonly domainName: string;
  readonly target: AliasTarget;
}

/**
 * DNS alias records for a load balancer or distribution: an A record, and an AAAA record if the target supports IPv6.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html
 */
export class AliasRecord extends Construct {
  constructor(scope: Construct, id: string, props: AliasRecordProps) {
    super(scope, id);
    this.createRecord("ipv4", "A", props);
    if (props.target.ipAddressType === "dualstack") this.createRecord("ipv6", "AAAA", props);
  }

  private createRecord(id: string, type: "A" | "AAAA", props: AliasRecordProps): void {
    const { dnsName, zoneId, hasHealth } = props.target;
    new Route53Record(this, id, {
      zoneId: props.hostedZoneId,
      name: props.domainName,
      type,
      alias: { name: dnsName, zoneId, evaluateTargetHealth: hasHealth ?? true },
    });
  }
}
