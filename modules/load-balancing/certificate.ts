import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface CertificateProps {
  /** The domain name of the certificate, such as `api.example.com`. */
  readonly domainName: string;
  /** The public hosted zone of that name, for the validation record. */
  readonly hostedZoneId: string;
  /** Provider for another region, such as CloudFront's. @default - the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * A public ACM certificate, validated by a DNS record. ACM renews it while the record exists.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class Certificate extends Construct {
  readonly resource: AcmCertificate;
  /** ARN of the issued certificate. Resources that reference it wait until it is issued. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const { domainName, hostedZoneId, provider } = props;
    this.resource = new AcmCertificate(this, "Default", {
      provider,
      domainName,
      validationMethod: "DNS",
      // A certificate in use by a listener cannot be deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    const record = this.proveOwnership(hostedZoneId);
    this.arn = new AcmCertificateValidation(this, "validation", {
      provider,
      certificateArn: this.resource.arn,
      validationRecordFqdns: [record.fqdn],
    }).certificateArn;
  }

  /**
   * One name has one validation record, known before the certificate exists. This avoids `for_each` over values known
   * only after an apply.
   */
  private proveOwnership(zoneId: string): Route53Record {
    const proof = this.resource.domainValidationOptions.get(0);
    return new Route53Record(this, "proof", {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      // ACM uses the same record for all certificates of a name and account, so it may already exist.
      allowOverwrite: true,
    });
  }
}
