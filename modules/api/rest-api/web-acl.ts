import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";

/** A web ACL: AWS managed rules and a rate limit per IP address, or an existing web ACL. */
export type WebAclSource =
  | {
      readonly kind: "own";
      /** Requests of one address in five minutes, from 10. */
      readonly requestsPerFiveMinutes: number;
    }
  | { readonly kind: "existing"; readonly arn: string };

export interface WebAclProps {
  readonly name: string;
  readonly source: WebAclSource;
  /** The stage that it protects. */
  readonly resourceArn: string;
}

/** Rule sets of AWS's own, in the order in which they are asked. */
const MANAGED_RULES = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesSQLiRuleSet",
] as const;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, { name, source, resourceArn }: WebAclProps) {
    super(scope, id);
    const webAclArn =
      source.kind === "existing" ? source.arn : this.addAcl(name, source.requestsPerFiveMinutes);
    new Wafv2WebAclAssociation(this, "association", { resourceArn, webAclArn });
  }

  private addAcl(name: string, limit: number): string {
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
}

// Statements are nested without end, and so have no type in the bindings: CDKTF passes their names on as they are.

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
