"""ECS services."""

from copy import copy
from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.models import EC2ContainerServiceBackend, Service, TaskDefinition
from moto.ecs.responses import EC2ContainerServiceResponse

from .registry import Patches, fix

# Arguments of CreateService that moto ignores, with the attribute that its responses use.
DROPPED_ARGUMENTS = {
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    "placementConstraints": "placement_constraints",
    "placementStrategy": "placement_strategy",
}


@fix
def service_arguments_are_dropped(patches: Patches) -> None:
    """CreateService loses placement, capacity provider strategy, deployment configuration and switches.

    Without this fix aws_ecs_service always plans to restore them, some by replacing the service. Remove it when
    DescribeServices returns what CreateService received.
    """

    def create_service(self: EC2ContainerServiceResponse) -> ActionResult:
        arguments = self._get_params()
        answer = original(self)
        service = answer.result["service"]
        for argument, attribute in DROPPED_ARGUMENTS.items():
            given = arguments.get(argument)
            if given is not None:
                defaults = getattr(service, attribute, None)
                setattr(service, attribute, {**(defaults or {}), **given} if isinstance(given, dict) else given)
        return answer

    original = patches.replace(EC2ContainerServiceResponse, "create_service", create_service)


@fix
def service_has_no_default_percentages(patches: Patches) -> None:
    """A service created without deployment percentages has none. AWS returns its defaults.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
    Without this fix aws_ecs_service always plans deployment_maximum_percent 0 -> 200. Remove it when DescribeServices
    returns the defaults.
    """

    def create_service(self: EC2ContainerServiceBackend, *arguments: Any, **named: Any) -> Service:
        service = original(self, *arguments, **named)
        if service.deployment_controller["type"] == "ECS":
            daemon = service.scheduling_strategy == "DAEMON"
            service.deployment_configuration = {
                "maximumPercent": 100 if daemon else 200,
                "minimumHealthyPercent": 0 if daemon else 100,
            }
        return service

    original = patches.replace(EC2ContainerServiceBackend, "create_service", create_service)


@fix
def daemon_does_not_count_instances(patches: Patches) -> None:
    """A daemon service has a desired count of 0 and runs MOTO_ECS_SERVICE_RUNNING tasks. AWS runs one per instance.

    Without this fix aws_ecs_service with wait_for_steady_state waits until its timeout. Remove it when a daemon's
    counts follow the container instances of its cluster.
    """

    def describe_services(self: EC2ContainerServiceBackend, *arguments: Any, **named: Any) -> Any:
        services, failures = original(self, *arguments, **named)
        for service in services:
            if service.scheduling_strategy == "DAEMON":
                instances = len(self.container_instances.get(service.cluster_name, {}))
                service.desired_count = service.running_count = instances
                service.pending_count = 0
                for deployment in service.deployments:
                    deployment.update(desiredCount=instances, runningCount=instances, pendingCount=0)
        return services, failures

    original = patches.replace(EC2ContainerServiceBackend, "describe_services", describe_services)


@fix
def service_never_reaches_its_count(patches: Patches) -> None:
    """A service runs MOTO_ECS_SERVICE_RUNNING tasks whatever its desired count, and its deployment never completes.

    Without this fix aws_ecs_service with wait_for_steady_state waits until its timeout. Remove it when a service
    reaches its desired count and its deployment is COMPLETED.
    """

    def describe_services(self: EC2ContainerServiceBackend, *arguments: Any, **named: Any) -> Any:
        services, failures = original(self, *arguments, **named)
        for service in services:
            if service.scheduling_strategy == "REPLICA":
                service.running_count, service.pending_count = service.desired_count, 0
                for deployment in service.deployments:
                    deployment.update(
                        desiredCount=service.desired_count,
                        runningCount=service.desired_count,
                        pendingCount=0,
                        rolloutState="COMPLETED",
                        rolloutStateReason=f"ECS deployment {deployment['id']} completed.",
                        taskDefinition=service.task_definition,
                    )
        return services, failures

    original = patches.replace(EC2ContainerServiceBackend, "describe_services", describe_services)


@fix
def service_has_no_zone_rebalancing(patches: Patches) -> None:
    """A service does not return whether its tasks are rebalanced between zones.

    Without this fix aws_ecs_service always plans availability_zone_rebalancing "" -> "DISABLED". Remove it when
    DescribeServices returns availabilityZoneRebalancing.
    """
    patches.replace(Service, "availability_zone_rebalancing", "DISABLED")


@fix
def service_connect_is_not_in_the_deployment(patches: Patches) -> None:
    """The primary deployment lacks the Service Connect configuration. AWS returns it.

    Without this fix aws_ecs_service always plans to add service_connect_configuration. Remove it when DescribeServices
    returns deployments[].serviceConnectConfiguration.
    """

    def create_service(self: EC2ContainerServiceResponse) -> ActionResult:
        configuration = self._get_param("serviceConnectConfiguration")
        answer = original(self)
        if configuration:
            for deployment in answer.result["service"].deployments:
                deployment["serviceConnectConfiguration"] = configuration
        return answer

    original = patches.replace(EC2ContainerServiceResponse, "create_service", create_service)


@fix
def service_outside_a_vpc_has_an_empty_network(patches: Patches) -> None:
    """A service in bridge or host mode returns an empty networkConfiguration. AWS returns none.

    Without this fix the provider panics: it reads the awsvpcConfiguration of any networkConfiguration. Remove it when
    DescribeServices omits networkConfiguration.
    """

    def initialize(self: Service, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        self.network_configuration = self.network_configuration or None

    original = patches.replace(Service, "__init__", initialize)


@fix
def task_without_container_memory_fails(patches: Patches) -> None:
    """RunTask of moto 5.2.5 fails with a TypeError if a container has no memory, as on Fargate, where the task has it.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_memory
    Without this fix no task of a load test can be started. Remove it when RunTask starts such a task.
    """
    names = {"Memory", "MemoryReservation", "memory", "memoryReservation"}

    def requirements(task_definition: TaskDefinition) -> dict[str, Any]:
        counted = copy(task_definition)
        counted.container_definitions = [
            container if names & container.keys() else {**container, "memory": 0}
            for container in task_definition.container_definitions
        ]
        return original(counted)

    original = patches.replace(
        EC2ContainerServiceBackend, "_calculate_task_resource_requirements", staticmethod(requirements)
    )
