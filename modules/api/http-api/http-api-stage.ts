import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { Construct } from "constructs";
import { stageName, throttling } from "../../../aws/networking/api-gateway";
import { LogGroup } from "../../observability/log-group";
import { validate, within } from "../../validation";

/** How many requests a stage accepts. Requests above the limit get a 429. */
export interface Throttling {
  /** Average requests per second. */
  readonly rateLimit: number;
  /** Burst size before the rate applies. */
  readonly burstLimit: number;
}

export interface HttpApiStageProps {
  readonly apiId: string;
  /** `$default` uses the API's own address. Any other name becomes the first part of the path. @default "$default" */
  readonly name?: string;
  readonly throttling: Throttling;
  /** Metrics per route in addition to the stage's. AWS charges for them. @default false */
  readonly detailedMetrics?: boolean;
  readonly logGroupName: string;
  /** Days to keep the access log. */
  readonly logRetentionDays: number;
}

/** One JSON line per request, without tokens and bodies. */
const LOG_FIELDS = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  method: "$context.httpMethod",
  path: "$context.path",
  route: "$context.routeKey",
  status: "$context.status",
  responseLength: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  integrationStatus: "$context.integrationStatus",
  integrationLatencyMs: "$context.integrationLatency",
  integrationError: "$context.integrationErrorMessage",
  authorizerError: "$context.authorizer.error",
  subject: "$context.authorizer.claims.sub",
};

export const DEFAULT_STAGE = "$default";

/**
 * The address of an HTTP API. Each change of a route is deployed immediately.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
 */
export class HttpApiStage extends Construct {
  readonly resource: Apigatewayv2Stage;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: HttpApiStageProps) {
    super(scope, id);
    const name = props.name ?? DEFAULT_STAGE;
    validate(
      this,
      () =>
        name === DEFAULT_STAGE || stageName.pattern.test(name)
          ? undefined
          : `\`name\` must be $default, or 1 to 128 letters, digits, hyphens and underscores, got ${name}.`,
      within("throttling.rateLimit", props.throttling.rateLimit, ...throttling),
      within("throttling.burstLimit", props.throttling.burstLimit, ...throttling),
    );
    this.logs = new LogGroup(this, "logs", {
      name: props.logGroupName,
      retentionDays: props.logRetentionDays,
    });
    this.resource = new Apigatewayv2Stage(this, "Default", {
      apiId: props.apiId,
      name,
      autoDeploy: true,
      accessLogSettings: { destinationArn: this.logs.arn, format: JSON.stringify(LOG_FIELDS) },
      defaultRouteSettings: {
        throttlingRateLimit: props.throttling.rateLimit,
        throttlingBurstLimit: props.throttling.burstLimit,
        detailedMetricsEnabled: props.detailedMetrics ?? false,
      },
      // A stage with a new name is created first, because a domain name refers to the old one until it is updated.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
