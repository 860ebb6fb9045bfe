"""Auto Scaling groups, their policies and lifecycle hooks."""

from collections.abc import Callable
from typing import Any

from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup, FakeScalingPolicy, LifecycleHook
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import EmptyResult

from .registry import Patches, fix

# Arguments of CreateAutoScalingGroup and UpdateAutoScalingGroup that moto ignores, with the attribute that its
# responses use.
DROPPED_ARGUMENTS = {
    "DefaultInstanceWarmup": "default_instance_warmup",
    "InstanceMaintenancePolicy": "instance_maintenance_policy",
    "MaxInstanceLifetime": "max_instance_lifetime",
}


@fix
def group_arguments_are_dropped(patches: Patches) -> None:
    """An Auto Scaling group loses its warm-up, its maintenance policy and its maximum instance lifetime.

    Without this fix aws_autoscaling_group always plans to restore them. Remove it when DescribeAutoScalingGroups
    returns the given values.
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
    """A mixed instances group rounds both shares down: for one instance, half of it Spot, it launches none.

    Without this fix aws_autoscaling_group waits ten minutes for its capacity and fails. Remove it when the shares add
    up to the desired capacity.
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
    """A scaling policy does not return that it is enabled.

    Without this fix aws_autoscaling_policy always plans enabled false -> true. Remove it when DescribePolicies returns
    Enabled.
    """
    patches.replace(FakeScalingPolicy, "enabled", True)


@fix
def groups_share_the_names_of_their_policies(patches: Patches) -> None:
    """A scaling policy replaces one with the same name in another group. In AWS the name is unique per group.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html
    Without this fix two groups that both have a policy "scale-out" take it from each other at every apply. Remove it
    when moto stores policies by group and name.
    """

    def put_scaling_policy(self: AutoScalingBackend, name: str, *arguments: Any, **named: Any) -> FakeScalingPolicy:
        policy = original(self, name, *arguments, **named)
        self.policies[policy.arn] = self.policies.pop(name)
        return policy

    def delete_policy(self: AutoScalingResponse) -> EmptyResult:
        policies = self.autoscaling_backend.policies
        for policy in _policies(policies, self._get_param("PolicyName"), self._get_param("AutoScalingGroupName")):
            del policies[policy.arn]
        return EmptyResult()

    def execute_policy(self: AutoScalingResponse) -> EmptyResult:
        policies = self.autoscaling_backend.policies
        for policy in _policies(policies, self._get_param("PolicyName"), self._get_param("AutoScalingGroupName")):
            policy.execute()
        return EmptyResult()

    original = patches.replace(AutoScalingBackend, "put_scaling_policy", put_scaling_policy)
    patches.replace(AutoScalingResponse, "delete_policy", delete_policy)
    patches.replace(AutoScalingResponse, "execute_policy", execute_policy)


def _policies(policies: dict[str, FakeScalingPolicy], name_or_arn: str, group: str | None) -> list[FakeScalingPolicy]:
    return [
        policy
        for policy in policies.values()
        if name_or_arn in (policy.name, policy.arn) and group in (None, policy.auto_scaling_group_name)
    ]


@fix
def scaling_policy_has_an_empty_prediction(patches: Patches) -> None:
    """Every scaling policy returns an empty PredictiveScalingConfiguration. AWS returns none.

    Without this fix the provider panics or always plans to remove it. Remove it when DescribePolicies omits it for
    policies that are not predictive.
    """

    def initialize(self: FakeScalingPolicy, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        self.predictive_scaling_configuration = self.predictive_scaling_configuration or None

    original = patches.replace(FakeScalingPolicy, "__init__", initialize)


@fix
def lifecycle_hook_invents_a_role_and_a_queue(patches: Patches) -> None:
    """Every lifecycle hook returns an unrelated role and queue.

    Without this fix aws_autoscaling_lifecycle_hook always plans to remove them. Remove it when moto stores what
    PutLifecycleHook received.
    """

    def initialize(self: LifecycleHook, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        self.role_arn = None
        self.notification_target_arn = None

    original = patches.replace(LifecycleHook, "__init__", initialize)
