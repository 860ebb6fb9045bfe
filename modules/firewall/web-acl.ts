import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { LogGroup } from "../observability/log-group";

/** A web ACL: AWS managed rules and a rate limit per IP address, or an existing web ACL. */
export type WebAclSource = OwnAcl | { readonly kind: "existing"; readonly arn: string };

interface OwnAcl {
  readonly kind: "own";
  /** Requests per IP address in five minutes, at least 10. */
  readonly requestsPerFiveMinutes: number;
}

export interface WebAclProps {
  readonly name: string;
  readonly source: WebAclSource;
  readonly protects: Protected;
  /** Days to keep the log of a web ACL of its own. */
  readonly logRetentionDays: number;
}

/**
 * A stage of a REST API or a user pool, with which the web ACL is associated, or CloudFront. A distribution names its web ACL
 * itself, and WAF keeps web ACLs for CloudFront, with their logs, in us-east-1.
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
 */
export type Protected =
  | { readonly resourceArn: string }
  | {
      readonly kind: "cloudfront";
      /** The provider of us-east-1. @default - that of the stack, which is in us-east-1 */
      readonly provider?: AwsProvider;
    };

/** AWS managed rule groups, in order of evaluation. */
const MANAGED_RULES = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesSQLiRuleSet",
] as const;

/**
 * A web ACL in front of a resource.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html
 */
export class WebAcl extends Construct {
  readonly arn: string;
  /** Provider of the region where the web ACL and its log are. */
  private readonly provider: AwsProvider | undefined;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { source, protects } = props;
    this.provider = "kind" in protects ? protects.provider : undefined;
    this.arn = source.kind === "existing" ? source.arn : this.addAcl(props, source);
    if (source.kind === "own") this.log(props, this.arn);
    if ("kind" in protects) return;
    const { resourceArn } = protects;
    new Wafv2WebAclAssociation(this, "association", { resourceArn, webAclArn: this.arn });
  }

  private addAcl({ name, protects }: WebAclProps, { requestsPerFiveMinutes: limit }: OwnAcl) {
    return new Wafv2WebAcl(this, "Default", {
      provider: this.provider,
      name,
      scope: "kind" in protects ? "CLOUDFRONT" : "REGIONAL",
      defaultAction: { allow: {} },
      rule: [limitRule(limit), ...MANAGED_RULES.map((rule, index) => managedRule(rule, index + 1))],
      visibilityConfig: visibility(name),
      // WAF cannot delete a web ACL that is associated with a resource.
      lifecycle: { createBeforeDestroy: true },
    }).arn;
  }

  /**
   * Logs the requests that a rule blocks or counts, in the region of the web ACL. What tells who asked stays out of the log.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
   */
  private log({ name, logRetentionDays: retentionDays }: WebAclProps, resourceArn: string): void {
    // WAF takes no group without this prefix.
    const { provider } = this;
    const group = new LogGroup(this, "logs", {
      provider,
      name: `aws-waf-logs-${name}`,
      retentionDays,
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      provider,
      resourceArn,
      logDestinationConfigs: [group.arn],
      redactedFields: SECRET_HEADERS.map((header) => ({ singleHeader: { name: header } })),
      loggingFilter: {
        defaultBehavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: ["BLOCK", "COUNT"].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    });
  }
}

const SECRET_HEADERS = ["authorization", "cookie", "x-api-key"] as const;

// Statements are recursive, so the bindings have no type for them. CDKTF passes their names through unchanged.

function limitRule(limit: number): Wafv2WebAclRule {
  return {
    name: "limit",
    priority: 0,
    action: { block: {} },
    statement: { rate_based_statement: { limit, aggregate_key_type: "IP" } },
    visibilityConfig: visibility("limit"),
  };
}

function managedRule(name: string, priority: number): Wafv2WebAclRule {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: { managed_rule_group_statement: { vendor_name: "AWS", name } },
    visibilityConfig: visibility(name),
  };
}

function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
