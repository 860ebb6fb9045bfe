import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { Construct } from "constructs";
import type { ApiMethods } from "./api-methods";
import { ApiLogs, type ApiLogsProps } from "./api-logs";
import { configurationHash } from "./configuration-hash";
import type { PrivateBackend } from "./private-backend";

/** Request limits of an API for all clients together. */
export interface Throttling {
  readonly requestsPerSecond: number;
  /** Burst size above the rate per second. */
  readonly burst: number;
}

export interface StageSettings {
  readonly name: string;
  /** @default the account's limits */
  readonly throttling?: Throttling;
  /** @default none */
  readonly logs?: Omit<ApiLogsProps, "name" | "restApiId" | "stageName">;
  /** Whether X-Ray traces requests. @default false */
  readonly tracing?: boolean;
}

export interface StageProps extends StageSettings {
  readonly restApiId: string;
  /** Prefix of the names of its log groups. */
  readonly apiName: string;
  readonly api: Construct;
  readonly methods: ApiMethods;
  readonly backend: PrivateBackend;
}

/** A deployed copy of an API that clients can call, with its limits and logs. */
export class Stage extends Construct {
  readonly resource: ApiGatewayStage;
  readonly name: string;
  readonly arn: string;
  readonly invokeUrl: string;
  private readonly logs: ApiLogs | undefined;

  constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id);
    this.logs =
      props.logs &&
      new ApiLogs(this, "logs", {
        ...props.logs,
        name: `${props.apiName}/${props.name}`,
        restApiId: props.restApiId,
        stageName: props.name,
      });
    this.resource = this.addStage(props, this.addDeployment(props));
    this.name = this.resource.stageName;
    this.arn = this.resource.arn;
    this.invokeUrl = this.resource.invokeUrl;
    this.addMethodSettings(props);
  }

  /**
   * A stage serves its copy even if the methods change. A new deployment, created before the old one is destroyed,
   * brings changes to clients.
   */
  private addDeployment({ restApiId, api, methods, backend }: StageProps): ApiGatewayDeployment {
    return new ApiGatewayDeployment(this, "deployment", {
      restApiId,
      triggers: {
        configuration: configurationHash(methods),
        // A deployment is also needed to apply the API's own settings, such as whether its generated address is
        // enabled, to a stage.
        api: configurationHash(api),
        // Only known to Terraform.
        backend: backend.url,
        connection: backend.connectionId,
      },
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...methods.deployed],
    });
  }

  private addStage({ restApiId, name, tracing }: StageProps, { id }: ApiGatewayDeployment) {
    return new ApiGatewayStage(this, "Default", {
      restApiId,
      stageName: name,
      deploymentId: id,
      xrayTracingEnabled: tracing ?? false,
      accessLogSettings: this.logs?.accessLogSettings,
      // The account's role. Without it, API Gateway refuses a stage with logs.
      dependsOn: this.logs?.ready,
      // A stage with a new name is created first, because a domain name and usage plans refer to the old one until they
      // are updated.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private addMethodSettings({ restApiId, throttling, logs }: StageProps): void {
    if (throttling === undefined && logs === undefined) return;
    new ApiGatewayMethodSettings(this, "all-methods", {
      restApiId,
      stageName: this.name,
      methodPath: "*/*",
      settings: {
        ...(throttling && {
          throttlingRateLimit: throttling.requestsPerSecond,
          throttlingBurstLimit: throttling.burst,
        }),
        ...(logs && { loggingLevel: logs.executionLevel, metricsEnabled: true }),
      },
      dependsOn: this.logs?.ready,
    });
  }
}
