"""Auto Scaling groups, their policies and lifecycle hooks."""

from collections.abc import Callable
from typing import Any

from moto.autoscaling.models import FakeAutoScalingGroup, FakeScalingPolicy, LifecycleHook
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import EmptyResult

from .registry import Patches, fix

# Arguments of CreateAutoScalingGroup and UpdateAutoScalingGroup that moto does not read, with the attribute its answers
# are made from.
DROPPED_ARGUMENTS = {
    "DefaultInstanceWarmup": "default_instance_warmup",
    "InstanceMaintenancePolicy": "instance_maintenance_policy",
    "MaxInstanceLifetime": "max_instance_lifetime",
}


@fix
def group_arguments_are_dropped(patches: Patches) -> None:
    """An Auto Scaling group forgets its warm-up, its maintenance policy and the age its instances may reach.

    Without it aws_autoscaling_group plans to put them back for ever. Goes when DescribeAutoScalingGroups answers what
    the group was given.
    """

    def keeping_arguments(original: Callable[[AutoScalingResponse], EmptyResult]) -> Callable[..., EmptyResult]:
        def call(self: AutoScalingResponse) -> EmptyResult:
            answer = original(self)
            group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
            for argument, attribute in DROPPED_ARGUMENTS.items():
                if (given := self._get_param(argument)) is not None:
                    setattr(group, attribute, given)
            return answer

        return call

    for name in ("create_auto_scaling_group", "update_auto_scaling_group"):
        patches.replace(AutoScalingResponse, name, keeping_arguments(getattr(AutoScalingResponse, name)))


@fix
def uneven_spot_share_loses_instances(patches: Patches) -> None:
    """A group of mixed instances rounds both shares down: of one instance, half of it Spot, it launches none.

    Without it aws_autoscaling_group waits ten minutes for its capacity and fails. Goes when the shares add up to the
    desired capacity.
    """

    def set_desired_capacity(self: FakeAutoScalingGroup, new_capacity: int | None) -> None:
        original(self, new_capacity)
        overrides = (self.mixed_instances_policy or {}).get("LaunchTemplate", {}).get("Overrides", [])
        if any("WeightedCapacity" in override for override in overrides):
            return
        missing = (self.desired_capacity or 0) - len(self.active_instances())
        if missing > 0:
            self.replace_autoscaling_group_instances(missing, self.get_propagated_tags())

    original = patches.replace(FakeAutoScalingGroup, "set_desired_capacity", set_desired_capacity)


@fix
def scaling_policy_is_not_enabled(patches: Patches) -> None:
    """A scaling policy does not say that it is enabled.

    Without it aws_autoscaling_policy plans enabled false -> true for ever. Goes when DescribePolicies answers Enabled.
    """
    patches.replace(FakeScalingPolicy, "enabled", True)


@fix
def scaling_policy_has_an_empty_prediction(patches: Patches) -> None:
    """Every scaling policy answers an empty PredictiveScalingConfiguration, where AWS answers none.

    Without it the provider panics or plans its removal for ever. Goes when DescribePolicies leaves it out of policies
    that are not predictive.
    """

    def initialize(self: FakeScalingPolicy, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        self.predictive_scaling_configuration = self.predictive_scaling_configuration or None

    original = patches.replace(FakeScalingPolicy, "__init__", initialize)


@fix
def lifecycle_hook_invents_a_role_and_a_queue(patches: Patches) -> None:
    """Every lifecycle hook answers a role and a queue of somebody else.

    Without it aws_autoscaling_lifecycle_hook plans their removal for ever. Goes when moto keeps what PutLifecycleHook
    was given.
    """

    def initialize(self: LifecycleHook, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        self.role_arn = None
        self.notification_target_arn = None

    original = patches.replace(LifecycleHook, "__init__", initialize)
