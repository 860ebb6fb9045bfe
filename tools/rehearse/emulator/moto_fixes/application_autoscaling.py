"""Scalable targets of Application Auto Scaling."""

import json
from typing import Any

from moto.applicationautoscaling.models import (
    ApplicationAutoscalingBackend,
    FakeApplicationAutoscalingPolicy,
    FakeScalableTarget,
)
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from .registry import Patches, fix


@fix
def scalable_target_has_no_tags(patches: Patches) -> None:
    """ListTagsForResource, TagResource and UntagResource are missing, and RegisterScalableTarget loses its tags.

    Without this fix aws_appautoscaling_target cannot be read: the provider requests its tags whenever default_tags are
    set. Remove it when moto has the three calls.
    """

    def register_scalable_target(self: ApplicationAutoScalingResponse) -> str:
        answer = original(self)
        tags = self._get_param("Tags")
        if tags:
            _tags(_target(self, json.loads(answer)["ScalableTargetARN"])).update(tags)
        return answer

    def list_tags_for_resource(self: ApplicationAutoScalingResponse) -> str:
        return json.dumps({"Tags": _tags(_target(self, self._get_param("ResourceARN")))})

    def tag_resource(self: ApplicationAutoScalingResponse) -> str:
        _tags(_target(self, self._get_param("ResourceARN"))).update(self._get_param("Tags"))
        return "{}"

    def untag_resource(self: ApplicationAutoScalingResponse) -> str:
        tags = _tags(_target(self, self._get_param("ResourceARN")))
        for key in self._get_param("TagKeys"):
            tags.pop(key, None)
        return "{}"

    original = patches.replace(ApplicationAutoScalingResponse, "register_scalable_target", register_scalable_target)
    patches.replace(ApplicationAutoScalingResponse, "list_tags_for_resource", list_tags_for_resource)
    patches.replace(ApplicationAutoScalingResponse, "tag_resource", tag_resource)
    patches.replace(ApplicationAutoScalingResponse, "untag_resource", untag_resource)


@fix
def changed_policy_leaves_its_alarms_behind(patches: Patches) -> None:
    """PutScalingPolicy for an existing policy creates a new one with new alarms and forgets the old ones.

    Without this fix the alarms of a changed target tracking policy outlive it. Remove it when changing a policy leaves
    no orphaned alarms.
    """

    def put_scaling_policy(
        self: ApplicationAutoscalingBackend, *arguments: Any, **named: Any
    ) -> FakeApplicationAutoscalingPolicy:
        former = dict(self.policies)
        policy = original(self, *arguments, **named)
        for key, one in former.items():
            if self.policies[key] is not one:
                one.delete_alarms(self.account_id, self.region_name)
        return policy

    original = patches.replace(ApplicationAutoscalingBackend, "put_scaling_policy", put_scaling_policy)


def _target(response: ApplicationAutoScalingResponse, arn: str) -> FakeScalableTarget:
    backend = response.applicationautoscaling_backend
    targets = (target for by_resource in backend.targets.values() for target in by_resource.values())
    return next(target for target in targets if target.arn == arn)


def _tags(target: FakeScalableTarget) -> dict[str, Any]:
    return target.__dict__.setdefault("tags", {})
