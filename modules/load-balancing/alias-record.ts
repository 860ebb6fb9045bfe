import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { ApplicationLoadBalancer } from "./load-balancer";

export interface AliasRecordProps {
  readonly hostedZoneId: string;
  /** Full name, such as `api.example.com`. */
  readonly domainName: string;
  readonly loadBalancer: ApplicationLoadBalancer;
}

/**
 * A name for a load balancer: an A record, and an AAAA record when the balancer has IPv6 addresses.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html
 */
export class AliasRecord extends Construct {
  constructor(scope: Construct, id: string, props: AliasRecordProps) {
    super(scope, id);
    this.createRecord("ipv4", "A", props);
    if (props.loadBalancer.ipAddressType === "dualstack") this.createRecord("ipv6", "AAAA", props);
  }

  private createRecord(id: string, type: "A" | "AAAA", props: AliasRecordProps): void {
    const { dnsName, zoneId } = props.loadBalancer;
    new Route53Record(this, id, {
      zoneId: props.hostedZoneId,
      name: props.domainName,
      type,
      alias: { name: dnsName, zoneId, evaluateTargetHealth: true },
    });
  }
}
