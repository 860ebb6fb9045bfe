import { added, type Change, first, inStack, reference, set, without } from "./change";

const WEAKER: Record<string, unknown> = {
  minimum_length: 6,
  temporary_password_validity_days: 30,
  require_symbols: false,
};
const https = { protocol: "HTTPS" };

export const ofEntries: readonly Change[] = [
  ...inStack(
    "http-scale-out-prod",
    [
      "ELB.1",
      "forwards plain HTTP",
      set("aws_lb_listener", { default_action: [{ type: "forward" }] }, { protocol: "HTTP" }),
    ],
    ["ELB.4", "keeps invalid headers", set("aws_lb", { drop_invalid_header_fields: false })],
    ["ELB.5", "writes no access log", set("aws_lb", { access_logs: { enabled: false } })],
    ["ELB.6", "may be deleted", set("aws_lb", { enable_deletion_protection: false })],
    ["ELB.12", "only monitors", set("aws_lb", { desync_mitigation_mode: "monitor" })],
    ["ELB.13", "has one zone", set("aws_lb", { subnets: ["subnet-1", "subnet-1"] })],
    [
      "ELB.16",
      "has a web ACL",
      (json) => {
        added("aws_wafv2_web_acl_association", {
          resource_arn: reference(json, "aws_lb", "arn"),
        })(json);
      },
    ],
    [
      "ELB.17",
      "accepts TLS 1.0",
      set("aws_lb_listener", { ssl_policy: "ELBSecurityPolicy-2016-08" }, https),
    ],
    ["ELB.18", "does not encrypt", set("aws_lb_listener", { protocol: "HTTP" }, https)],
    [
      "ELB.21",
      "is checked with TLS",
      first("aws_lb_target_group", (group) => {
        group["health_check"].protocol = "HTTPS";
      }),
    ],
    ["ELB.22", "is reached with TLS", set("aws_lb_target_group", https)],
  ),
  ...inStack(
    "rest-api-prod",
    [
      "APIGateway.1",
      "writes no log",
      set("aws_api_gateway_method_settings", { settings: { logging_level: "OFF" } }),
    ],
    [
      "APIGateway.2",
      "has a certificate",
      set("aws_api_gateway_stage", { client_certificate_id: "1" }),
    ],
    [
      "APIGateway.3",
      "is not traced",
      set("aws_api_gateway_stage", { xray_tracing_enabled: false }),
    ],
    ["APIGateway.4", "has no web ACL", without("aws_wafv2_web_acl_association")],
    ["WAF.10", "has no rule", set("aws_wafv2_web_acl", { rule: [] })],
    ["WAF.11", "writes no log", without("aws_wafv2_web_acl_logging_configuration")],
    [
      "WAF.12",
      "has a rule without metrics",
      first("aws_wafv2_web_acl", (acl) => {
        acl["rule"][1].visibility_config.cloudwatch_metrics_enabled = false;
      }),
    ],
    [
      "WAF.12",
      "has no metrics of its own",
      set("aws_wafv2_web_acl", { visibility_config: { cloudwatch_metrics_enabled: false } }),
    ],
    ["WAF.12", "is a rule group without metrics", added("aws_wafv2_rule_group", {})],
    [
      "APIGateway.5",
      "caches in clear",
      set("aws_api_gateway_stage", { cache_cluster_enabled: true }),
    ],
    [
      "REST.authorization",
      "needs a key",
      set("aws_api_gateway_method", { api_key_required: true }),
    ],
    [
      "REST.authorization",
      "needs a role",
      set("aws_api_gateway_method", { authorization: "AWS_IAM" }),
    ],
  ),
  ...inStack(
    "http-api-prod",
    [
      "APIGateway.8",
      "needs no token",
      set("aws_apigatewayv2_route", { authorization_type: "NONE" }, { authorization_type: "JWT" }),
    ],
    [
      "APIGateway.9",
      "writes no log",
      set("aws_apigatewayv2_stage", { access_log_settings: undefined }),
    ],
    [
      "Cognito.1",
      "only audits",
      set("aws_cognito_user_pool", { user_pool_add_ons: { advanced_security_mode: "AUDIT" } }),
    ],
    ["Cognito.2", "admits guests", added("aws_cognito_identity_pool", guests(true))],
    ["Cognito.2", "admits no guests", added("aws_cognito_identity_pool", guests(false))],
    ...Object.keys(WEAKER).map(
      (field) =>
        [
          "Cognito.3",
          `has another ${field}`,
          first("aws_cognito_user_pool", (pool) => {
            pool["password_policy"][field] = WEAKER[field];
          }),
        ] as const,
    ),
    [
      "Cognito.4",
      "enforces it for custom authentication, too",
      set("aws_cognito_user_pool", inCustomAuthentication("ENFORCED")),
    ],
    [
      "Cognito.5",
      "requires a second factor",
      set("aws_cognito_user_pool", { mfa_configuration: "ON" }),
    ],
    [
      "Cognito.5",
      "accepts passkeys",
      set("aws_cognito_user_pool", {
        sign_in_policy: { allowed_first_auth_factors: ["PASSWORD", "WEB_AUTHN"] },
      }),
    ],
    [
      "Cognito.6",
      "may be deleted",
      set("aws_cognito_user_pool", { deletion_protection: "INACTIVE" }),
    ],
    [
      "CloudFront.1",
      "has no default document",
      set("aws_cloudfront_distribution", { default_root_object: undefined }),
    ],
    [
      "CloudFront.3",
      "serves plain HTTP",
      first("aws_cloudfront_distribution", (distribution) => {
        distribution["default_cache_behavior"].viewer_protocol_policy = "allow-all";
      }),
    ],
    [
      "CloudFront.3",
      "serves a path by plain HTTP",
      set("aws_cloudfront_distribution", {
        ordered_cache_behavior: [{ viewer_protocol_policy: "allow-all" }],
      }),
    ],
    ["CloudFront.4", "fails over", set("aws_cloudfront_distribution", { origin_group: [{}] })],
    ["CloudFront.5", "writes a log", set("aws_cloudfront_distribution", { logging_config: {} })],
    ["CloudFront.6", "has a web ACL", set("aws_cloudfront_distribution", { web_acl_id: "arn" })],
    [
      "CloudFront.7",
      "has CloudFront's certificate",
      set("aws_cloudfront_distribution", {
        viewer_certificate: { cloudfront_default_certificate: true },
      }),
    ],
    [
      "CloudFront.13",
      "has an open origin",
      first("aws_cloudfront_distribution", (distribution) => {
        delete distribution["origin"][0].origin_access_control_id;
      }),
    ],
  ),
];

function inCustomAuthentication(mode: string) {
  const flows = { custom_auth_mode: mode };
  return { user_pool_add_ons: { advanced_security_additional_flows: flows } };
}

function guests(admitted: boolean) {
  return { allow_unauthenticated_identities: admitted };
}
