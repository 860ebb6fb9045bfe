import type { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";

/** A service that Application Auto Scaling sizes. */
export interface ScaledService {
  readonly target: AppautoscalingTarget;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Where the service's requests are counted, if they are. */
  readonly requestCount: RequestCount | undefined;
}

/** A balancer and its one target group, by the ends of their ARNs as CloudWatch names them. */
export interface RequestCount {
  /** `app/<name>/<id>`: `arn_suffix` of the load balancer. */
  readonly loadBalancerArnSuffix: string;
  /** `targetgroup/<name>/<id>`: `arn_suffix` of the target group. */
  readonly targetGroupArnSuffix: string;
}
