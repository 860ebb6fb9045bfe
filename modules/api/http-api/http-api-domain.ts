import { Apigatewayv2ApiMapping } from "@cdktf/provider-aws/lib/apigatewayv2-api-mapping";
import { Apigatewayv2DomainName } from "@cdktf/provider-aws/lib/apigatewayv2-domain-name";
import { Construct } from "constructs";
import { Certificate } from "../../load-balancing/certificate";
import { AliasRecord } from "../../load-balancing/alias-record";

export interface HttpApiDomainProps {
  readonly apiId: string;
  /** Name of the stage under the domain. */
  readonly stage: string;
  /** For example `stores.example.com`. */
  readonly domainName: string;
  /** ARN of an issued certificate for the name, in the API's region. @default - one is requested */
  readonly certificateArn?: string;
  /** The hosted zone for the record. */
  readonly hostedZoneId: string;
}

/**
 * A custom domain name for an HTTP API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
 */
export class HttpApiDomain extends Construct {
  readonly resource: Apigatewayv2DomainName;

  constructor(scope: Construct, id: string, props: HttpApiDomainProps) {
    super(scope, id);
    const certificateArn = props.certificateArn ?? new Certificate(this, "certificate", props).arn;
    this.resource = new Apigatewayv2DomainName(this, "Default", {
      domainName: props.domainName,
      domainNameConfiguration: {
        certificateArn,
        endpointType: "REGIONAL",
        securityPolicy: "TLS_1_2",
      },
    });
    new Apigatewayv2ApiMapping(this, "mapping", {
      apiId: props.apiId,
      domainName: this.resource.id,
      stage: props.stage,
    });
    const target = this.resource.domainNameConfiguration;
    new AliasRecord(this, "record", {
      domainName: props.domainName,
      hostedZoneId: props.hostedZoneId,
      target: { dnsName: target.targetDomainName, zoneId: target.hostedZoneId, hasHealth: false },
    });
  }
}
