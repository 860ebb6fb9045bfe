import {
  CloudfrontDistribution,
  type CloudfrontDistributionDefaultCacheBehavior,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { CloudfrontMonitoringSubscription } from "@cdktf/provider-aws/lib/cloudfront-monitoring-subscription";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AliasRecord } from "../load-balancing/alias-record";
import { Certificate } from "../load-balancing/certificate";
import type { PageBucket } from "./page-bucket";
import { HEADERS_FUNCTION, ROUTES_FUNCTION, SECURITY_HEADERS_POLICY_ID } from "./page-headers";

export { CLOUDFRONT_REGION } from "../../aws/regions";

/** A custom domain name for a page. */
export interface PageDomain {
  readonly domainName: string;
  /** The hosted zone for the record. */
  readonly hostedZoneId: string;
  /**
   * ARN of the name's certificate. CloudFront requires it in us-east-1, and its provider requests one if none is given.
   */
  readonly certificate: { readonly arn: string } | { readonly requestBy: TerraformProvider };
}

export interface PageDistributionProps {
  /** Part of names that are unique in the account, at most 58 characters. */
  readonly name: string;
  readonly bucket: PageBucket;
  /** @default the name that CloudFront gives */
  readonly domain?: PageDomain;
  /** Whether paths without a file return `index.html`, for a page whose script has routes. @default false */
  readonly singlePage?: boolean;
  /** ARN of a web ACL for CloudFront, which AWS keeps in us-east-1. @default none */
  readonly webAclArn?: string;
  /**
   * Whether CloudFront measures the latency of the bucket and its cache hits as well, at a price.
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewing-cloudfront-metrics.html
   */
  readonly detailedMetrics?: boolean;
}

/** AWS's policy `CachingOptimized`: files are cached as long as their own headers specify. */
const CACHING_OPTIMIZED_ID = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const ORIGIN = "bucket";

/**
 * Serves the files of a private bucket to browsers, over HTTPS only.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html
 */
export class PageDistribution extends Construct {
  readonly resource: CloudfrontDistribution;
  /** Scheme and host of the page, as in CORS. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: PageDistributionProps) {
    super(scope, id);
    const { bucket, domain } = props;
    this.resource = this.createDistribution(
      props,
      this.createAccess(props),
      this.addFunctions(props),
    );
    bucket.admit(this.resource.arn);
    this.origin = `https://${domain?.domainName ?? this.resource.domainName}`;
    this.createRecord(domain);
    if (props.detailedMetrics === true) this.measureMore();
  }

  private createAccess({ name }: PageDistributionProps): CloudfrontOriginAccessControl {
    return new CloudfrontOriginAccessControl(this, "access", {
      name: `${name}-page`,
      description: `Reads the files of the page of ${name}`,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
  }

  private addFunctions({ name, singlePage = false }: PageDistributionProps) {
    const runtime = "cloudfront-js-2.0";
    const headers = new CloudfrontFunction(this, "headers", {
      name: `${name}-page`,
      comment: "Security headers of the page",
      runtime,
      code: HEADERS_FUNCTION,
      publish: true,
    });
    const onAnswer = { eventType: "viewer-response", functionArn: headers.arn };
    if (!singlePage) return [onAnswer];
    const routes = new CloudfrontFunction(this, "routes", {
      name: `${name}-routes`,
      comment: "Routes of the page",
      runtime,
      code: ROUTES_FUNCTION,
      publish: true,
    });
    return [{ eventType: "viewer-request", functionArn: routes.arn }, onAnswer];
  }

  private createDistribution(
    { name, bucket, domain, webAclArn }: PageDistributionProps,
    access: CloudfrontOriginAccessControl,
    functionAssociation: CloudfrontDistributionDefaultCacheBehavior["functionAssociation"],
  ): CloudfrontDistribution {
    return new CloudfrontDistribution(this, "Default", {
      enabled: true,
      comment: `Page of ${name}`,
      aliases: domain && [domain.domainName],
      defaultRootObject: "index.html",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_100",
      webAclId: webAclArn,
      origin: [
        {
          originId: ORIGIN,
          domainName: bucket.resource.bucketRegionalDomainName,
          originAccessControlId: access.id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: ORIGIN,
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: CACHING_OPTIMIZED_ID,
        responseHeadersPolicyId: SECURITY_HEADERS_POLICY_ID,
        functionAssociation,
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate:
        domain === undefined
          ? { cloudfrontDefaultCertificate: true }
          : {
              acmCertificateArn: this.certificateArn(domain),
              minimumProtocolVersion: "TLSv1.2_2021",
              sslSupportMethod: "sni-only",
            },
    });
  }

  private certificateArn({ domainName, hostedZoneId, certificate }: PageDomain): string {
    if ("arn" in certificate) return certificate.arn;
    const provider = certificate.requestBy;
    return new Certificate(this, "certificate", { domainName, hostedZoneId, provider }).arn;
  }

  private measureMore(): void {
    new CloudfrontMonitoringSubscription(this, "metrics", {
      distributionId: this.resource.id,
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: "Enabled" },
      },
    });
  }

  private createRecord(domain: PageDomain | undefined): void {
    if (domain === undefined) return;
    const { domainName: dnsName, hostedZoneId: zoneId } = this.resource;
    new AliasRecord(this, "record", {
      ...domain,
      target: { dnsName, zoneId, ipAddressType: "dualstack", hasHealth: false },
    });
  }
}
