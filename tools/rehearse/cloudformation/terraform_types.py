"""Maps types of Terraform's AWS provider to CloudFormation types, and lists names that differ in more than spelling."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mapped:
    """A type that CloudFormation also has."""

    type: str
    # Property of that type with all the arguments, if Terraform uses a separate resource for it.
    inside: tuple[str, ...] = ()
    # Arguments whose property has another name, anywhere in the resource or in one block only ("block.argument").
    # "Outer.Inner" is a nested property. "" is a block whose arguments belong to the parent. None is not checked.
    names: dict[str, str | None] = field(default_factory=dict)


# Arguments that only Terraform knows: how it creates, changes and destroys a resource.
TERRAFORMS_OWN = {
    "allow_major_version_upgrade",
    "apply_immediately",
    "delete_automated_backups",
    "depends_on",
    "final_snapshot_identifier",
    "force_delete",
    "force_destroy",
    "force_new_deployment",
    "lifecycle",
    "name_prefix",
    "provider",
    "skip_destroy",
    "skip_final_snapshot",
    "tags_all",
    "timeouts",
    "triggers",
    "wait_for_steady_state",
    "//",
}

_S3 = "AWS::S3::Bucket"
_ALB = "AWS::ElasticLoadBalancingV2::"
_API = "AWS::ApiGateway::"
_API2 = "AWS::ApiGatewayV2::"

MAPPED: dict[str, Mapped] = {
    "aws_acm_certificate": Mapped("AWS::CertificateManager::Certificate"),
    "aws_api_gateway_account": Mapped(f"{_API}Account"),
    "aws_api_gateway_base_path_mapping": Mapped(
        f"{_API}BasePathMapping", names={"api_id": "RestApiId", "stage_name": "Stage"}
    ),
    "aws_api_gateway_deployment": Mapped(f"{_API}Deployment"),
    "aws_api_gateway_domain_name": Mapped(f"{_API}DomainName"),
    "aws_api_gateway_gateway_response": Mapped(f"{_API}GatewayResponse"),
    "aws_api_gateway_integration": Mapped(
        f"{_API}Method", inside=("Integration",), names={"http_method": None, "resource_id": None, "rest_api_id": None, "timeout_milliseconds": "TimeoutInMillis"}
    ),
    "aws_api_gateway_method": Mapped(f"{_API}Method", names={"authorization": "AuthorizationType"}),
    "aws_api_gateway_model": Mapped(f"{_API}Model"),
    "aws_api_gateway_resource": Mapped(f"{_API}Resource"),
    "aws_api_gateway_rest_api": Mapped(f"{_API}RestApi"),
    "aws_api_gateway_stage": Mapped(
        f"{_API}Stage", names={"access_log_settings": "AccessLogSetting", "xray_tracing_enabled": "TracingEnabled"}
    ),
    "aws_api_gateway_usage_plan": Mapped(
        f"{_API}UsagePlan", names={"name": "UsagePlanName", "quota_settings": "Quota", "throttle_settings": "Throttle"}
    ),
    "aws_api_gateway_vpc_link": Mapped(f"{_API}VpcLink"),
    "aws_apigatewayv2_api": Mapped(f"{_API2}Api"),
    "aws_apigatewayv2_api_mapping": Mapped(f"{_API2}ApiMapping"),
    "aws_apigatewayv2_authorizer": Mapped(f"{_API2}Authorizer", names={"identity_sources": "IdentitySource"}),
    "aws_apigatewayv2_domain_name": Mapped(
        f"{_API2}DomainName", names={"domain_name_configuration": "DomainNameConfigurations"}
    ),
    "aws_apigatewayv2_integration": Mapped(f"{_API2}Integration"),
    "aws_apigatewayv2_route": Mapped(f"{_API2}Route"),
    "aws_apigatewayv2_stage": Mapped(f"{_API2}Stage", names={"name": "StageName"}),
    "aws_apigatewayv2_vpc_link": Mapped(f"{_API2}VpcLink"),
    "aws_appautoscaling_policy": Mapped(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        names={
            "name": "PolicyName",
            "customized_metric_specification": "CustomizedMetricSpecification",
            "step_adjustment": "StepAdjustments",
            "metric_specification": "MetricSpecifications",
        },
    ),
    "aws_appautoscaling_target": Mapped("AWS::ApplicationAutoScaling::ScalableTarget"),
    "aws_autoscaling_group": Mapped(
        "AWS::AutoScaling::AutoScalingGroup",
        names={
            "name": "AutoScalingGroupName",
            "vpc_zone_identifier": "VPCZoneIdentifier",
            "override": "Overrides",
            "id": "LaunchTemplateId",
            "enabled_metrics": None,
            "instance_refresh": None,
            "capacity_rebalance": "CapacityRebalance",
            "protect_from_scale_in": "NewInstancesProtectedFromScaleIn",
            "tag": "Tags",
            "propagate_at_launch": "PropagateAtLaunch",
        },
    ),
    "aws_autoscaling_policy": Mapped(
        "AWS::AutoScaling::ScalingPolicy",
        names={
            "name": None,
            "step_adjustment": "StepAdjustments",
            "metric_specification": "MetricSpecifications",
        },
    ),
    "aws_cloudfront_distribution": Mapped(
        "AWS::CloudFront::Distribution",
        inside=("DistributionConfig",),
        names={"origin": "Origins", "origin_id": "Id", "is_ipv6_enabled": "IPV6Enabled", "ordered_cache_behavior": "CacheBehaviors", "function_association": "FunctionAssociations", "custom_error_response": "CustomErrorResponses"},
    ),
    "aws_cloudfront_function": Mapped(
        "AWS::CloudFront::Function",
        names={"code": "FunctionCode", "runtime": "FunctionConfig.Runtime", "comment": "FunctionConfig.Comment", "publish": "AutoPublish"},
    ),
    "aws_cloudfront_monitoring_subscription": Mapped("AWS::CloudFront::MonitoringSubscription"),
    "aws_cloudfront_origin_access_control": Mapped("AWS::CloudFront::OriginAccessControl", inside=("OriginAccessControlConfig",)),
    "aws_cloudwatch_log_group": Mapped("AWS::Logs::LogGroup"),
    "aws_cloudwatch_metric_alarm": Mapped(
        "AWS::CloudWatch::Alarm", names={"metric_query": "Metrics", "metric": "MetricStat", "return_data": "ReturnData"}
    ),
    "aws_cognito_risk_configuration": Mapped("AWS::Cognito::UserPoolRiskConfigurationAttachment"),
    "aws_cognito_user_pool": Mapped(
        "AWS::Cognito::UserPool",
        names={
            "name": "UserPoolName",
            "password_policy": "Policies.PasswordPolicy",
            "account_recovery_setting": "AccountRecoverySetting",
            "recovery_mechanism": "RecoveryMechanisms",
            "username_attributes": "UsernameAttributes",
            "username_configuration": "UsernameConfiguration",
        },
    ),
    "aws_cognito_user_pool_client": Mapped("AWS::Cognito::UserPoolClient", names={"name": "ClientName"}),
    "aws_cognito_user_pool_domain": Mapped("AWS::Cognito::UserPoolDomain"),
    "aws_db_instance": Mapped(
        "AWS::RDS::DBInstance",
        names={
            "identifier": "DBInstanceIdentifier",
            "instance_class": "DBInstanceClass",
            "username": "MasterUsername",
            "enabled_cloudwatch_logs_exports": "EnableCloudwatchLogsExports",
            "iam_database_authentication_enabled": "EnableIAMDatabaseAuthentication",
            "parameter_group_name": "DBParameterGroupName",
            "vpc_security_group_ids": "VPCSecurityGroups",
            "multi_az": "MultiAZ",
            "backup_window": "PreferredBackupWindow",
            "maintenance_window": "PreferredMaintenanceWindow",
        },
    ),
    "aws_db_parameter_group": Mapped("AWS::RDS::DBParameterGroup", names={"name": "DBParameterGroupName", "parameter": None}),
    "aws_db_subnet_group": Mapped("AWS::RDS::DBSubnetGroup", names={"description": "DBSubnetGroupDescription"}),
    "aws_dynamodb_table": Mapped(
        "AWS::DynamoDB::Table",
        # The schema defines its keys in two ways.
        names={
            "attribute": None,
            "hash_key": None,
            "name": "TableName",
            "point_in_time_recovery": "PointInTimeRecoverySpecification",
            "enabled": "PointInTimeRecoveryEnabled",
        },
    ),
    "aws_ecr_lifecycle_policy": Mapped(
        "AWS::ECR::Repository", inside=("LifecyclePolicy",), names={"policy": "LifecyclePolicyText", "repository": None}
    ),
    "aws_ecr_repository": Mapped("AWS::ECR::Repository"),
    "aws_ecs_capacity_provider": Mapped("AWS::ECS::CapacityProvider"),
    "aws_ecs_cluster": Mapped("AWS::ECS::Cluster", names={"setting": "ClusterSettings"}),
    "aws_ecs_cluster_capacity_providers": Mapped(
        "AWS::ECS::ClusterCapacityProviderAssociations", names={"cluster_name": "Cluster"}
    ),
    "aws_ecs_service": Mapped(
        "AWS::ECS::Service",
        names={
            "name": "ServiceName",
            "deployment_circuit_breaker": "DeploymentConfiguration.DeploymentCircuitBreaker",
            "deployment_maximum_percent": "DeploymentConfiguration.MaximumPercent",
            "deployment_minimum_healthy_percent": "DeploymentConfiguration.MinimumHealthyPercent",
            "load_balancer": "LoadBalancers",
            "ordered_placement_strategy": "PlacementStrategies",
            "network_configuration": "NetworkConfiguration.AwsvpcConfiguration",
        },
    ),
    "aws_ecs_task_definition": Mapped(
        "AWS::ECS::TaskDefinition", names={"volume": "Volumes", "docker_volume_configuration": "DockerVolumeConfiguration"}
    ),
    "aws_eip": Mapped("AWS::EC2::EIP"),
    "aws_flow_log": Mapped(
        "AWS::EC2::FlowLog", names={"iam_role_arn": "DeliverLogsPermissionArn", "vpc_id": "ResourceId"}
    ),
    "aws_iam_instance_profile": Mapped("AWS::IAM::InstanceProfile", names={"role": "Roles"}),
    "aws_iam_role": Mapped("AWS::IAM::Role", names={"assume_role_policy": "AssumeRolePolicyDocument"}),
    "aws_iam_role_policy": Mapped(
        "AWS::IAM::RolePolicy", names={"name": "PolicyName", "policy": "PolicyDocument", "role": "RoleName"}
    ),
    "aws_instance": Mapped(
        "AWS::EC2::Instance",
        names={"ami": "ImageId", "metadata_options": None, "root_block_device": None, "vpc_security_group_ids": "SecurityGroupIds"},
    ),
    "aws_internet_gateway": Mapped("AWS::EC2::InternetGateway", names={"vpc_id": None}),
    "aws_kms_alias": Mapped("AWS::KMS::Alias", names={"name": "AliasName", "target_key_id": "TargetKeyId"}),
    "aws_kms_key": Mapped("AWS::KMS::Key", names={"deletion_window_in_days": "PendingWindowInDays"}),
    "aws_launch_template": Mapped("AWS::EC2::LaunchTemplate", inside=("LaunchTemplateData",), names={"description": None, "name": None, "vpc_security_group_ids": "SecurityGroupIds"}),
    "aws_lb": Mapped(
        f"{_ALB}LoadBalancer",
        names={
            "load_balancer_type": "Type",
            "internal": None,
            **{
                name: None  # One of LoadBalancerAttributes, whose values are strings.
                for name in (
                    "access_logs",
                    "desync_mitigation_mode",
                    "drop_invalid_header_fields",
                    "enable_deletion_protection",
                    "idle_timeout",
                )
            },
        },
    ),
    "aws_lb_listener": Mapped(f"{_ALB}Listener", names={"certificate_arn": "Certificates.CertificateArn", "default_action": "DefaultActions", "fixed_response": "FixedResponseConfig", "redirect": "RedirectConfig"}),
    "aws_lb_listener_rule": Mapped(
        f"{_ALB}ListenerRule",
        names={"action": "Actions", "condition": "Conditions", "path_pattern": "PathPatternConfig", "http_header": "HttpHeaderConfig", "forward": "ForwardConfig", "target_group": "TargetGroups", "arn": "TargetGroupArn"},
    ),
    "aws_lb_target_group": Mapped(
        f"{_ALB}TargetGroup",
        names={
            "deregistration_delay": None,
            "slow_start": None,
            "health_check": "",
            "health_check.healthy_threshold": "HealthyThresholdCount",
            "health_check.interval": "HealthCheckIntervalSeconds",
            "health_check.matcher": "Matcher.HttpCode",
            "health_check.path": "HealthCheckPath",
            "health_check.port": "HealthCheckPort",
            "health_check.protocol": "HealthCheckProtocol",
            "health_check.timeout": "HealthCheckTimeoutSeconds",
            "health_check.unhealthy_threshold": "UnhealthyThresholdCount",
        },
    ),
    "aws_nat_gateway": Mapped("AWS::EC2::NatGateway"),
    "aws_route": Mapped("AWS::EC2::Route"),
    "aws_route53_record": Mapped(
        "AWS::Route53::RecordSet",
        names={"zone_id": "HostedZoneId", "alias": "AliasTarget", "records": "ResourceRecords", "allow_overwrite": None},
    ),
    "aws_route_table": Mapped("AWS::EC2::RouteTable"),
    "aws_route_table_association": Mapped("AWS::EC2::SubnetRouteTableAssociation"),
    "aws_s3_bucket": Mapped(_S3, names={"bucket": "BucketName", "bucket_prefix": None}),
    "aws_s3_bucket_lifecycle_configuration": Mapped(
        _S3, inside=("LifecycleConfiguration",), names={"bucket": None, "rule": None}
    ),
    "aws_s3_bucket_ownership_controls": Mapped(_S3, inside=("OwnershipControls",), names={"bucket": None, "rule": "Rules"}),
    "aws_s3_bucket_policy": Mapped("AWS::S3::BucketPolicy", names={"policy": "PolicyDocument"}),
    "aws_s3_bucket_public_access_block": Mapped(_S3, inside=("PublicAccessBlockConfiguration",), names={"bucket": None}),
    "aws_s3_bucket_server_side_encryption_configuration": Mapped(
        _S3,
        inside=("BucketEncryption",),
        names={"bucket": None, "rule": "ServerSideEncryptionConfiguration", "apply_server_side_encryption_by_default": "ServerSideEncryptionByDefault"},
    ),
    "aws_s3_bucket_versioning": Mapped(
        _S3, inside=("VersioningConfiguration",), names={"bucket": None, "versioning_configuration": ""}
    ),
    "aws_scheduler_schedule": Mapped(
        "AWS::Scheduler::Schedule",
        names={"network_configuration": "NetworkConfiguration.AwsvpcConfiguration"},
    ),
    "aws_scheduler_schedule_group": Mapped("AWS::Scheduler::ScheduleGroup"),
    "aws_security_group": Mapped("AWS::EC2::SecurityGroup", names={"description": "GroupDescription", "name": "GroupName"}),
    "aws_service_discovery_http_namespace": Mapped("AWS::ServiceDiscovery::HttpNamespace"),
    "aws_service_discovery_private_dns_namespace": Mapped("AWS::ServiceDiscovery::PrivateDnsNamespace"),
    "aws_service_discovery_service": Mapped("AWS::ServiceDiscovery::Service"),
    "aws_sns_topic": Mapped("AWS::SNS::Topic", names={"name": "TopicName"}),
    "aws_sns_topic_subscription": Mapped("AWS::SNS::Subscription"),
    "aws_subnet": Mapped("AWS::EC2::Subnet"),
    "aws_sesv2_email_identity": Mapped("AWS::SES::EmailIdentity"),
    "aws_vpc": Mapped("AWS::EC2::VPC"),
    "aws_vpc_endpoint": Mapped("AWS::EC2::VPCEndpoint", names={"policy": "PolicyDocument"}),
    "aws_vpc_security_group_egress_rule": Mapped(
        "AWS::EC2::SecurityGroupEgress",
        names={"cidr_ipv4": "CidrIp", "cidr_ipv6": "CidrIpv6", "security_group_id": "GroupId", "referenced_security_group_id": "DestinationSecurityGroupId", "prefix_list_id": "DestinationPrefixListId"},
    ),
    "aws_vpc_security_group_ingress_rule": Mapped(
        "AWS::EC2::SecurityGroupIngress",
        names={"cidr_ipv4": "CidrIp", "cidr_ipv6": "CidrIpv6", "security_group_id": "GroupId", "referenced_security_group_id": "SourceSecurityGroupId", "prefix_list_id": "SourcePrefixListId"},
    ),
    "aws_wafv2_web_acl": Mapped("AWS::WAFv2::WebACL", names={"rule": None}),
    "aws_wafv2_web_acl_association": Mapped("AWS::WAFv2::WebACLAssociation"),
}
