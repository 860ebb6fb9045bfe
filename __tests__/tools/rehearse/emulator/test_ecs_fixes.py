import functools
import json
from typing import Any

import boto3
import fix_test
from fix_test import REGION, client
from moto.ec2.utils import generate_instance_identity_document
from moto_fixes import ecs


@functools.cache
def ec2_resource() -> Any:
    return boto3.resource("ec2", region_name=REGION)


class Cluster:
    """A cluster with a task definition, and a service with the arguments of the test class."""

    arguments: dict[str, Any] = {}

    def prepare(self) -> None:
        self.ecs = client("ecs")
        self.ecs.create_cluster(clusterName="cluster")
        self.ecs.register_task_definition(
            family="web", containerDefinitions=[{"name": "web", "image": "web", "memory": 128}]
        )
        self.ecs.create_service(cluster="cluster", serviceName="web", taskDefinition="web", **self.arguments)

    def service(self) -> dict[str, Any]:
        return self.ecs.describe_services(cluster="cluster", services=["web"])["services"][0]


class ServiceKeepsItsArguments(Cluster, fix_test.FixTest):
    fix = ecs.service_arguments_are_dropped
    arguments = {
        "desiredCount": 1,
        "placementStrategy": [{"type": "binpack", "field": "cpu"}],
        "placementConstraints": [{"type": "distinctInstance"}],
        "capacityProviderStrategy": [{"capacityProvider": "group", "weight": 1, "base": 0}],
        "deploymentConfiguration": {
            "maximumPercent": 150,
            "minimumHealthyPercent": 50,
            "deploymentCircuitBreaker": {"enable": True, "rollback": True},
        },
        "healthCheckGracePeriodSeconds": 30,
        "enableExecuteCommand": True,
        "enableECSManagedTags": True,
        "availabilityZoneRebalancing": "ENABLED",
    }

    def check(self) -> None:
        service = self.service()
        for argument in self.arguments.keys() - {"desiredCount"}:
            self.assertEqual(service.get(argument), self.arguments[argument], argument)


class ReplicaServiceHasDefaultPercentages(Cluster, fix_test.FixTest):
    fix = ecs.service_has_no_default_percentages
    arguments = {"desiredCount": 1}

    def check(self) -> None:
        configuration = self.service()["deploymentConfiguration"]
        self.assertEqual((configuration["minimumHealthyPercent"], configuration["maximumPercent"]), (100, 200))


class DaemonServiceHasDefaultPercentages(Cluster, fix_test.FixTest):
    fix = ecs.service_has_no_default_percentages
    arguments = {"schedulingStrategy": "DAEMON"}

    def check(self) -> None:
        configuration = self.service()["deploymentConfiguration"]
        self.assertEqual((configuration["minimumHealthyPercent"], configuration["maximumPercent"]), (0, 100))


class DaemonHasOneTaskOnEachInstance(Cluster, fix_test.FixTest):
    fix = ecs.daemon_does_not_count_instances
    arguments = {"schedulingStrategy": "DAEMON"}

    def check(self) -> None:
        self.assertEqual(self.numbers(), (0, 0))
        ec2 = client("ec2")
        for instances in (1, 2):
            [instance] = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)["Instances"]
            document = json.dumps(generate_instance_identity_document(ec2_resource().Instance(instance["InstanceId"])))
            self.ecs.register_container_instance(cluster="cluster", instanceIdentityDocument=document)
            self.assertEqual(self.numbers(), (instances, instances))

    def numbers(self) -> tuple[int, int]:
        service = self.service()
        [deployment] = service["deployments"]
        self.assertEqual(deployment["desiredCount"], service["desiredCount"])
        return service["desiredCount"], service["runningCount"]


class ServiceReachesItsCount(Cluster, fix_test.FixTest):
    fix = ecs.service_never_reaches_its_count
    arguments = {"desiredCount": 7}

    def check(self) -> None:
        service = self.service()
        [deployment] = service["deployments"]
        self.assertEqual((service["runningCount"], service["pendingCount"]), (7, 0))
        self.assertEqual((deployment["runningCount"], deployment["rolloutState"]), (7, "COMPLETED"))


class ServiceTellsItsZoneRebalancing(Cluster, fix_test.FixTest):
    fix = ecs.service_has_no_zone_rebalancing
    arguments = {"desiredCount": 1}

    def check(self) -> None:
        self.assertEqual(self.service()["availabilityZoneRebalancing"], "DISABLED")


class DeploymentTellsItsServiceConnect(Cluster, fix_test.FixTest):
    fix = ecs.service_connect_is_not_in_the_deployment
    arguments = {"desiredCount": 1, "serviceConnectConfiguration": {"enabled": True, "namespace": "internal"}}

    def check(self) -> None:
        [deployment] = self.service()["deployments"]
        self.assertEqual(deployment["serviceConnectConfiguration"], {"enabled": True, "namespace": "internal"})


class BridgeServiceHasNoNetworkConfiguration(Cluster, fix_test.FixTest):
    fix = ecs.service_outside_a_vpc_has_an_empty_network
    arguments = {"desiredCount": 1}

    def check(self) -> None:
        self.assertNotIn("networkConfiguration", self.service())


class TaskOnFargateNeedsNoContainerMemory(fix_test.FixTest):
    fix = ecs.task_without_container_memory_fails

    def prepare(self) -> None:
        self.ecs = client("ecs")
        self.ecs.create_cluster(clusterName="cluster")
        self.ecs.register_task_definition(
            family="load",
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            cpu="256",
            memory="512",
            containerDefinitions=[{"name": "load", "image": "load"}, {"name": "end", "image": "load"}],
        )

    def check(self) -> None:
        subnet = client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
        network = {"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": []}}
        tasks = self.ecs.run_task(
            cluster="cluster", taskDefinition="load", launchType="FARGATE", networkConfiguration=network
        )["tasks"]
        self.assertEqual([task["lastStatus"] for task in tasks], ["RUNNING"])
