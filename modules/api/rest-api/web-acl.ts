import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { LogGroup } from "../../observability/log-group";

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
  /** The stage that it protects. */
  readonly resourceArn: string;
  /** Days to keep the log of a web ACL of its own. */
  readonly logRetentionDays: number;
}

/** AWS managed rule groups, in order of evaluation. */
const MANAGED_RULES = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesSQLiRuleSet",
] as const;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { source, resourceArn } = props;
    const webAclArn = source.kind === "existing" ? source.arn : this.addAcl(props, source);
    if (source.kind === "own") this.log(props, webAclArn);
    new Wafv2WebAclAssociation(this, "association", { resourceArn, webAclArn });
  }

  private addAcl({ name }: WebAclProps, { requestsPerFiveMinutes: limit }: OwnAcl): string {
    return new Wafv2WebAcl(this, "Default", {
      name,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: [limitRule(limit), ...MANAGED_RULES.map((rule, index) => managedRule(rule, index + 1))],
      visibilityConfig: visibility(name),
      // WAF cannot delete a web ACL that is associated with a resource.
      lifecycle: { createBeforeDestroy: true },
    }).arn;
  }

  /**
   * Logs the requests that a rule blocks or counts. What tells who asked stays out of the log.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
   */
  private log({ name, logRetentionDays: retentionDays }: WebAclProps, resourceArn: string): void {
    // WAF takes no group without this prefix.
    const group = new LogGroup(this, "logs", { name: `aws-waf-logs-${name}`, retentionDays });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
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
