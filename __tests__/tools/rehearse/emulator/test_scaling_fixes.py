from typing import Any

import fix_test
from fix_test import client
from moto_fixes import application_autoscaling, autoscaling

RESOURCE = {
    "ServiceNamespace": "ecs",
    "ResourceId": "service/cluster/web",
    "ScalableDimension": "ecs:service:DesiredCount",
}


class Group:
    def prepare(self) -> None:
        ec2, self.autoscaling = client("ec2"), client("autoscaling")
        template = ec2.create_launch_template(
            LaunchTemplateName="nodes", LaunchTemplateData={"InstanceType": "t3.micro"}
        )["LaunchTemplate"]
        self.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName="nodes",
            LaunchTemplate={"LaunchTemplateId": template["LaunchTemplateId"]},
            MinSize=0,
            MaxSize=1,
            DefaultInstanceWarmup=120,
            AvailabilityZones=["us-east-2a"],
        )
        self.autoscaling.put_scaling_policy(
            AutoScalingGroupName="nodes",
            PolicyName="cpu",
            PolicyType="TargetTrackingScaling",
            TargetTrackingConfiguration={
                "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
                "TargetValue": 30,
            },
        )


class GroupKeepsItsArguments(Group, fix_test.FixTest):
    fix = autoscaling.group_arguments_are_dropped

    def check(self) -> None:
        policy = {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 110}
        self.autoscaling.update_auto_scaling_group(
            AutoScalingGroupName="nodes",
            MaxInstanceLifetime=86400,
            InstanceMaintenancePolicy=policy,
        )
        [group] = self.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        self.assertEqual(group["DefaultInstanceWarmup"], 120)
        self.assertEqual(group["MaxInstanceLifetime"], 86400)
        self.assertEqual(group["InstanceMaintenancePolicy"], policy)


class GroupOfMixedInstancesHasItsCapacity(fix_test.FixTest):
    fix = autoscaling.uneven_spot_share_loses_instances

    def check(self) -> None:
        autoscaling = client("autoscaling")
        client("ec2").create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData={"ImageId": "ami-1"})
        autoscaling.create_auto_scaling_group(
            AutoScalingGroupName="nodes",
            MinSize=1,
            MaxSize=4,
            AvailabilityZones=["us-east-2a"],
            MixedInstancesPolicy={
                "LaunchTemplate": {
                    "LaunchTemplateSpecification": {"LaunchTemplateName": "nodes", "Version": "1"},
                    "Overrides": [{"InstanceType": "t3.micro"}, {"InstanceType": "t3a.micro"}],
                },
                "InstancesDistribution": {"OnDemandPercentageAboveBaseCapacity": 50},
            },
        )
        [group] = autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        self.assertEqual(len(group["Instances"]), 1)


class ScalingPolicyTellsThatItIsEnabled(Group, fix_test.FixTest):
    fix = autoscaling.scaling_policy_is_not_enabled

    def check(self) -> None:
        [policy] = self.autoscaling.describe_policies()["ScalingPolicies"]
        self.assertIs(policy["Enabled"], True)


class GroupsHavePoliciesOfTheSameName(fix_test.FixTest):
    fix = autoscaling.groups_share_the_names_of_their_policies

    def check(self) -> None:
        api = client("autoscaling")
        client("ec2").create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData={"ImageId": "ami-1"})
        for group, step in {"web": 1, "worker": 2}.items():
            api.create_auto_scaling_group(
                AutoScalingGroupName=group,
                LaunchTemplate={"LaunchTemplateName": "nodes"},
                MinSize=0,
                MaxSize=4,
                AvailabilityZones=["us-east-2a"],
            )
            api.put_scaling_policy(
                AutoScalingGroupName=group,
                PolicyName="out",
                AdjustmentType="ChangeInCapacity",
                ScalingAdjustment=step,
            )
        self.assertEqual(self.steps(api), {"web": 1, "worker": 2})
        api.execute_policy(AutoScalingGroupName="worker", PolicyName="out")
        [group] = api.describe_auto_scaling_groups(AutoScalingGroupNames=["worker"])["AutoScalingGroups"]
        self.assertEqual(group["DesiredCapacity"], 2)
        api.delete_policy(AutoScalingGroupName="web", PolicyName="out")
        self.assertEqual(self.steps(api), {"worker": 2})

    def steps(self, api: Any) -> dict[str, int]:
        policies = api.describe_policies()["ScalingPolicies"]
        return {policy["AutoScalingGroupName"]: policy["ScalingAdjustment"] for policy in policies}


class TargetTrackingPolicyPredictsNothing(Group, fix_test.FixTest):
    fix = autoscaling.scaling_policy_has_an_empty_prediction

    def check(self) -> None:
        [policy] = self.autoscaling.describe_policies()["ScalingPolicies"]
        self.assertNotIn("PredictiveScalingConfiguration", policy)


class LifecycleHookHasOnlyWhatItWasGiven(Group, fix_test.FixTest):
    fix = autoscaling.lifecycle_hook_invents_a_role_and_a_queue

    def check(self) -> None:
        self.autoscaling.put_lifecycle_hook(
            AutoScalingGroupName="nodes",
            LifecycleHookName="drain",
            LifecycleTransition="autoscaling:EC2_INSTANCE_TERMINATING",
        )
        [hook] = self.autoscaling.describe_lifecycle_hooks(AutoScalingGroupName="nodes")["LifecycleHooks"]
        self.assertNotIn("RoleARN", hook)
        self.assertNotIn("NotificationTargetARN", hook)


class ScalableTargetHasTags(fix_test.FixTest):
    fix = application_autoscaling.scalable_target_has_no_tags

    def prepare(self) -> None:
        ecs, self.scaling = client("ecs"), client("application-autoscaling")
        ecs.create_cluster(clusterName="cluster")
        ecs.register_task_definition(
            family="web", containerDefinitions=[{"name": "web", "image": "web", "memory": 128}]
        )
        ecs.create_service(cluster="cluster", serviceName="web", taskDefinition="web", desiredCount=1)
        self.arn = self.scaling.register_scalable_target(
            **RESOURCE, MinCapacity=1, MaxCapacity=20, Tags={"system": "web", "stage": "test"}
        )["ScalableTargetARN"]

    def check(self) -> None:
        self.scaling.tag_resource(ResourceARN=self.arn, Tags={"owner": "us"})
        self.scaling.untag_resource(ResourceARN=self.arn, TagKeys=["stage"])
        tags = self.scaling.list_tags_for_resource(ResourceARN=self.arn)["Tags"]
        self.assertEqual(tags, {"system": "web", "owner": "us"})


class ChangedPolicyTakesItsAlarmsAlong(fix_test.FixTest):
    fix = application_autoscaling.changed_policy_leaves_its_alarms_behind

    def prepare(self) -> None:
        self.scaling = client("application-autoscaling")
        client("ecs").create_cluster(clusterName="cluster")
        task = {"family": "web", "containerDefinitions": [{"name": "web", "image": "web", "memory": 64}]}
        client("ecs").register_task_definition(**task)
        client("ecs").create_service(cluster="cluster", serviceName="web", taskDefinition="web", desiredCount=1)
        self.scaling.register_scalable_target(**RESOURCE, MinCapacity=1, MaxCapacity=2)

    def put(self, target: float) -> None:
        metric = {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}
        self.scaling.put_scaling_policy(
            **RESOURCE,
            PolicyName="cpu",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": target,
                "PredefinedMetricSpecification": metric,
            },
        )

    def check(self) -> None:
        self.put(50)
        self.put(60)
        self.assertEqual(len(client("cloudwatch").describe_alarms()["MetricAlarms"]), 2)
        self.scaling.delete_scaling_policy(**RESOURCE, PolicyName="cpu")
        self.assertEqual(client("cloudwatch").describe_alarms()["MetricAlarms"], [])
