"""Budgets."""

import json
from typing import Any

from moto.budgets.models import Budget
from moto.budgets.responses import BudgetsResponse

from .registry import Patches, fix


@fix
def budget_subscribers_cannot_be_read(patches: Patches) -> None:
    """DescribeSubscribersForNotification is missing.

    Without this fix aws_budgets_budget with a notification cannot be read. Remove it when moto has the call.
    """

    def describe_subscribers_for_notification(self: BudgetsResponse) -> str:
        asked = self._get_param("Notification")
        subscribers = [
            subscriber
            for notification in _budget(self, self._get_param("BudgetName")).notifications
            if _is_same_notification(notification.details, asked)
            for subscriber in notification.subscribers
        ]
        return json.dumps({"Subscribers": subscribers})

    patches.replace(BudgetsResponse, "describe_subscribers_for_notification", describe_subscribers_for_notification)


@fix
def budget_has_no_tags(patches: Patches) -> None:
    """ListTagsForResource is missing, and the tags given to CreateBudget are lost.

    Without this fix aws_budgets_budget cannot be read: the provider requests its tags. Remove it when moto has the
    call.
    """

    def create_budget(self: BudgetsResponse) -> str:
        answer = original(self)
        _budget(self, self._get_param("Budget")["BudgetName"]).tags = self._get_param("ResourceTags") or []
        return answer

    def list_tags_for_resource(self: BudgetsResponse) -> str:
        account, name = self._get_param("ResourceARN").split(":", 5)[4:]
        budget = self.backend.budgets[account][name.removeprefix("budget/")]
        return json.dumps({"ResourceTags": getattr(budget, "tags", [])})

    original = patches.replace(BudgetsResponse, "create_budget", create_budget)
    patches.replace(BudgetsResponse, "list_tags_for_resource", list_tags_for_resource)


def _budget(response: BudgetsResponse, name: str) -> Budget:
    return response.backend.budgets[response._get_param("AccountId")][name]


def _is_same_notification(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["NotificationType"] == other["NotificationType"] and float(one["Threshold"]) == float(other["Threshold"])
