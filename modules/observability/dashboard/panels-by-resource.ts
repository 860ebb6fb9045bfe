import { balancerPanels, targetPanels } from "./balancer-panels";
import { clusterPanels, groupPanels, reservationPanels, servicePanels } from "./cluster-panels";
import { databasePanels, queuePanels, tablePanels } from "./data-panels";
import {
  distributionPanels,
  httpApiPanels,
  natPanels,
  originPanels,
  restApiPanels,
  userPoolPanels,
} from "./edge-panels";
import type { PanelsOf } from "./panel";

/**
 * The dashboard panels for each resource type, in reading order: the user's view, then tasks and instances with their
 * two scaling loops, then data stores.
 */
export const panelsByResource: Readonly<Record<string, PanelsOf>> = {
  aws_cloudfront_distribution: distributionPanels,
  aws_cloudfront_monitoring_subscription: originPanels,
  aws_api_gateway_stage: restApiPanels,
  aws_apigatewayv2_stage: httpApiPanels,
  aws_lb: balancerPanels,
  aws_lb_target_group: targetPanels,
  aws_ecs_service: servicePanels,
  aws_ecs_cluster: clusterPanels,
  aws_autoscaling_group: groupPanels,
  aws_ecs_capacity_provider: reservationPanels,
  aws_sqs_queue: queuePanels,
  aws_db_instance: databasePanels,
  aws_dynamodb_table: tablePanels,
  aws_cognito_user_pool_client: userPoolPanels,
  aws_nat_gateway: natPanels,
};
