import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { Construct } from "constructs";
import { stageName, throttling } from "../../../aws/api-gateway";
import { LogGroup } from "../../observability/log-group";
import { validate, within } from "../../validation";

/** How many requests a stage accepts. Requests above the limit get a 429. */
export interface Throttling {
  /** Requests a second on average. */
  readonly rateLimit: number;
  /** Requests at once, before the rate counts. */
  readonly burstLimit: number;
}

export interface HttpApiStageProps {
  readonly apiId: string;
  /** `$default` is the API's own address; every other name is the first part of the path. @default "$default" */
  readonly name?: string;
  readonly throttling: Throttling;
  /** Metrics per route in addition to those of the stage. AWS charges for them. @default false */
  readonly detailedMetrics?: boolean;
  readonly logGroupName: string;
  /** Days that the access log is kept. */
  readonly logRetentionDays: number;
}

/** A line for each request, as JSON. Neither tokens nor bodies are in it. */
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
 * Where an HTTP API can be called; each change of a route is deployed at once.
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
      // Under another name it is made first: a domain name leads to the old one until it knows the new one.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
