import type { AlarmsOf } from "./alarm";
import { balancerAlarms, targetAlarms } from "./balancer-alarms";
import { databaseAlarms, queueAlarms, tableAlarms } from "./data-alarms";
import {
  clientAlarms,
  distributionAlarms,
  natAlarms,
  originAlarms,
  webAclAlarms,
} from "./edge-alarms";
import { certificateAlarms, httpApiAlarms, restApiAlarms } from "./gateway-alarms";
import { groupAlarms, reservationAlarms } from "./instance-alarms";
import { taskAlarms } from "./task-alarms";

/** The alarms for each resource type, in addition to those that modules create themselves. */
export const alarmsByResource: Readonly<Record<string, AlarmsOf>> = {
  aws_cloudfront_distribution: distributionAlarms,
  aws_cloudfront_monitoring_subscription: originAlarms,
  aws_wafv2_web_acl: webAclAlarms,
  aws_cognito_user_pool_client: clientAlarms,
  aws_api_gateway_stage: restApiAlarms,
  aws_apigatewayv2_stage: httpApiAlarms,
  aws_lb: balancerAlarms,
  aws_lb_target_group: targetAlarms,
  aws_ecs_service: taskAlarms,
  aws_autoscaling_group: groupAlarms,
  aws_ecs_capacity_provider: reservationAlarms,
  aws_db_instance: databaseAlarms,
  aws_dynamodb_table: tableAlarms,
  aws_sqs_queue: queueAlarms,
  aws_nat_gateway: natAlarms,
  aws_lb_listener: certificateAlarms,
  aws_api_gateway_domain_name: certificateAlarms,
  aws_apigatewayv2_domain_name: certificateAlarms,
};

/** Types whose arguments the alarms of other resources use. */
export const CONTEXT_TYPES: readonly string[] = [
  "aws_cloudwatch_metric_alarm",
  "aws_ecs_cluster",
  "aws_api_gateway_rest_api",
  "aws_cloudfront_function",
  "aws_appautoscaling_target",
  "aws_appautoscaling_scheduled_action",
  "aws_launch_template",
  "aws_ecs_task_definition",
  "aws_cloudwatch_log_group",
];
