import { ApiGatewayBasePathMapping } from "@cdktf/provider-aws/lib/api-gateway-base-path-mapping";
import { ApiGatewayDomainName } from "@cdktf/provider-aws/lib/api-gateway-domain-name";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { Certificate } from "../../load-balancing/certificate";
import type { CertificateSource, PublicName } from "../../load-balancing/http-entry";

/** A custom domain name for an API. */
export interface ApiName extends PublicName {
  readonly certificate: CertificateSource;
  /** First path part, so that several APIs or versions can share the domain name. @default none */
  readonly basePath?: string;
}

export interface CustomNameProps extends ApiName {
  readonly restApiId: string;
  readonly stageName: string;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html */
export class CustomName extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: CustomNameProps) {
    super(scope, id);
    const { domainName, hostedZoneId, basePath } = props;
    const domain = new ApiGatewayDomainName(this, "Default", {
      domainName,
      regionalCertificateArn: this.certificateArn(props),
      endpointConfiguration: { types: ["REGIONAL"] },
      securityPolicy: "TLS_1_2",
    });
    new ApiGatewayBasePathMapping(this, "mapping", {
      apiId: props.restApiId,
      stageName: props.stageName,
      domainName: domain.domainName,
      basePath,
    });
    new Route53Record(this, "record", {
      zoneId: hostedZoneId,
      name: domainName,
      type: "A",
      alias: {
        name: domain.regionalDomainName,
        zoneId: domain.regionalZoneId,
        evaluateTargetHealth: false,
      },
    });
    this.url = `https://${domainName}${basePath === undefined ? "" : `/${basePath}`}`;
  }

  private certificateArn({ certificate, domainName, hostedZoneId }: CustomNameProps): string {
    return certificate.kind === "existing"
      ? certificate.arn
      : new Certificate(this, "certificate", { domainName, hostedZoneId }).arn;
  }
}
