import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { SesDomainIdentityVerification } from "@cdktf/provider-aws/lib/ses-domain-identity-verification";
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityPolicy } from "@cdktf/provider-aws/lib/sesv2-email-identity-policy";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { DKIM_TOKENS } from "../../aws/networking/api-gateway";
import { accountIdOf } from "../aws-lookups";

export interface SenderDomainProps {
  /** What comes after the @ of its addresses. */
  readonly domain: string;
  /** The public zone that gets its DKIM records. */
  readonly hostedZoneId: string;
}

/**
 * A domain whose addresses SES may send from. Its records prove that the domain is ours, and sign its e-mails.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html
 */
export class SenderDomain extends Construct {
  /** Known when SES has found the records: Cognito takes no other identity. */
  readonly arn: string;
  private readonly resource: Sesv2EmailIdentity;

  constructor(scope: Construct, id: string, { domain, hostedZoneId }: SenderDomainProps) {
    super(scope, id);
    this.resource = new Sesv2EmailIdentity(this, "Default", { emailIdentity: domain });
    const { tokens } = this.resource.dkimSigningAttributes;
    const records = Array.from({ length: DKIM_TOKENS }, (_, index) => {
      const token = Fn.element(tokens, index) as string;
      return new Route53Record(this, `dkim-${index + 1}`, {
        zoneId: hostedZoneId,
        name: `${token}._domainkey.${domain}`,
        type: "CNAME",
        ttl: 300,
        records: [`${token}.dkim.amazonses.com`],
      });
    });
    this.arn = new SesDomainIdentityVerification(this, "verification", {
      domain: this.resource.emailIdentity,
      dependsOn: records,
    }).arn;
  }

  /**
   * Lets Cognito send for one user pool. It sends codes by a role of its own, and notifications of threat protection by this
   * policy.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-ses-authorization-to-send-email.html
   */
  admit(userPoolArn: string): Sesv2EmailIdentityPolicy {
    const { json: policy } = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          sid: "UserPoolSends",
          actions: ["ses:SendEmail", "ses:SendRawEmail"],
          resources: [this.resource.arn],
          principals: [
            {
              type: "Service",
              identifiers: ["cognito-idp.amazonaws.com", "email.cognito-idp.amazonaws.com"],
            },
          ],
          condition: [
            { test: "StringEquals", variable: "aws:SourceAccount", values: [accountIdOf(this)] },
            { test: "ArnLike", variable: "aws:SourceArn", values: [userPoolArn] },
          ],
        },
      ],
    });
    return new Sesv2EmailIdentityPolicy(this, "policy", {
      emailIdentity: this.resource.emailIdentity,
      policyName: "user-pool",
      policy,
    });
  }
}
