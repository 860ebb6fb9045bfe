import type { ApiGatewayStageAccessLogSettings } from "@cdktf/provider-aws/lib/api-gateway-stage";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { LogGroup } from "../../observability/log-group";

export interface ApiLogsProps {
  readonly restApiId: string;
  readonly stageName: string;
  /** Last parts of the log group's name. */
  readonly name: string;
  readonly retentionDays: number;
  /** Execution logs in addition to the access log: errors, everything, or nothing. */
  readonly executionLevel: "OFF" | "ERROR" | "INFO";
}

/** One JSON line per request, without query string and headers, which may contain secrets. */
const FIELDS = {
  requestId: "$context.requestId",
  extendedRequestId: "$context.extendedRequestId",
  time: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  method: "$context.httpMethod",
  path: "$context.path",
  resource: "$context.resourcePath",
  status: "$context.status",
  responseBytes: "$context.responseLength",
  latencyMilliseconds: "$context.responseLatency",
  backendStatus: "$context.integration.status",
  backendLatencyMilliseconds: "$context.integration.latency",
  error: "$context.error.message",
  validationError: "$context.error.validationErrorString",
};

/**
 * The logs of a REST API. API Gateway refuses a stage with logs until its account has a role for them: see
 * `ApiLogRole`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class ApiLogs extends Construct {
  readonly group: LogGroup;
  readonly accessLogSettings: ApiGatewayStageAccessLogSettings;
  /** Resources that must exist before a stage logs. */
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ApiLogsProps) {
    super(scope, id);
    const { name, retentionDays } = props;
    this.group = new LogGroup(this, "access", { name: `/aws/apigateway/${name}`, retentionDays });
    this.accessLogSettings = { destinationArn: this.group.arn, format: JSON.stringify(FIELDS) };
    this.ready = props.executionLevel === "OFF" ? [] : [this.addExecutionGroup(props)];
  }

  /** The log group that API Gateway writes to. If API Gateway created it, it would never expire and would outlive the API. */
  private addExecutionGroup({ restApiId, stageName, retentionDays }: ApiLogsProps) {
    return new LogGroup(this, "execution", {
      name: `API-Gateway-Execution-Logs_${restApiId}/${stageName}`,
      retentionDays,
    }).resource;
  }
}
