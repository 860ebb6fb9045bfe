"""Auto Scaling groups' policies and lifecycle hooks."""

from typing import Any

from moto.autoscaling.models import FakeScalingPolicy, LifecycleHook

from .registry import Patches, fix


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
