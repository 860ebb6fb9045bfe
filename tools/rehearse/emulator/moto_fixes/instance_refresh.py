"""Instance refreshes of Auto Scaling groups."""

import datetime
import uuid
from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult

from .registry import Patches, fix


@fix
def instances_cannot_be_refreshed(patches: Patches) -> None:
    """StartInstanceRefresh, DescribeInstanceRefreshes and CancelInstanceRefresh are missing.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html
    Without this fix no aws_autoscaling_group with an instance_refresh can follow a change of its launch template. The
    refresh completes at once and leaves the group's instances unchanged: nothing runs on them here. Remove it when moto
    has the calls.
    """

    def start_instance_refresh(self: AutoScalingResponse) -> ActionResult:
        now = datetime.datetime.now(datetime.timezone.utc)
        refresh = {
            "InstanceRefreshId": str(uuid.uuid4()),
            "AutoScalingGroupName": self._get_param("AutoScalingGroupName"),
            "Status": "Successful",
            "StartTime": now,
            "EndTime": now,
            "PercentageComplete": 100,
            "InstancesToUpdate": 0,
            "Preferences": self._get_param("Preferences"),
            "DesiredConfiguration": self._get_param("DesiredConfiguration"),
        }
        _refreshes(self).insert(0, refresh)
        return ActionResult({"InstanceRefreshId": refresh["InstanceRefreshId"]})

    def describe_instance_refreshes(self: AutoScalingResponse) -> ActionResult:
        ids = self._get_param("InstanceRefreshIds") or []
        asked = [refresh for refresh in _refreshes(self) if not ids or refresh["InstanceRefreshId"] in ids]
        return ActionResult({"InstanceRefreshes": asked})

    def cancel_instance_refresh(self: AutoScalingResponse) -> ActionResult:
        name = self._get_param("AutoScalingGroupName")
        message = f"No in progress or pending Instance Refresh found for Auto Scaling group {name}"
        raise AutoscalingClientError("ActiveInstanceRefreshNotFoundFault", message)

    patches.replace(AutoScalingResponse, "start_instance_refresh", start_instance_refresh)
    patches.replace(AutoScalingResponse, "describe_instance_refreshes", describe_instance_refreshes)
    patches.replace(AutoScalingResponse, "cancel_instance_refresh", cancel_instance_refresh)


def _refreshes(response: AutoScalingResponse) -> list[dict[str, Any]]:
    name = response._get_param("AutoScalingGroupName")
    group = response.autoscaling_backend.autoscaling_groups.get(name)
    if group is None:
        raise ValidationError(f"AutoScalingGroup name not found - AutoScalingGroup {name} not found")
    return group.__dict__.setdefault("instance_refreshes", [])
