import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { Construct } from "constructs";
import { namespaceName } from "../../../aws/api-gateway";
import { matches, validate } from "../../validation";

export interface PrivateNamespaceProps {
  /** End of the names of its services, as in `service`. */
  readonly name: string;
  /** The VPC in which the names can be looked up. */
  readonly vpcId: string;
}

/**
 * Names in the DNS of a VPC, by which the tasks of services are found: a private zone that Cloud Map keeps.
 *
 * @see https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-namespaces.html
 */
export class PrivateNamespace extends Construct {
  readonly resource: ServiceDiscoveryPrivateDnsNamespace;
  readonly namespaceId: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name, vpcId }: PrivateNamespaceProps) {
    super(scope, id);
    validate(this, matches("name", name, namespaceName));
    this.resource = new ServiceDiscoveryPrivateDnsNamespace(this, "Default", {
      name,
      vpc: vpcId,
      description: `Tasks of ${name} by their names`,
    });
    this.namespaceId = this.resource.id;
    this.name = this.resource.name;
  }
}
