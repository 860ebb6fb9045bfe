"""SQS queues."""

import json
from typing import Any

from moto.core.utils import unix_time
from moto.sqs.models import Message, Queue, SQSBackend

from .registry import Patches, fix


@fix
def receiving_counts_the_whole_queue(patches: Patches) -> None:
    """For each received message, moto computes all attributes of the queue, three of which count its messages.

    Receiving ten messages from a queue of 400 takes 0.2 s. Remove this fix when
    `is_message_valid_based_on_retention_period` reads only the attribute it needs.
    """

    def is_valid(self: SQSBackend, queue_name: str, message: Message) -> bool:
        retention_seconds = self.get_queue(queue_name).message_retention_period
        return retention_seconds + message.sent_timestamp / 1000 > unix_time()

    patches.replace(SQSBackend, "is_message_valid_based_on_retention_period", is_valid)


@fix
def deleting_loses_what_is_sent_meanwhile(patches: Patches) -> None:
    """DeleteMessage replaces the messages with a copy. Of two concurrent calls, the later one undoes the other and
    loses messages sent meanwhile.

    This lost one of 10,000 messages. Remove this fix when `delete_message` holds the lock that `add_message` holds.
    """

    def delete_message(self: Queue, receipt_handle: str) -> None:
        with self._messages_lock:
            original(self, receipt_handle)

    original = patches.replace(Queue, "delete_message", delete_message)


@fix
def setting_attributes_removes_the_policy(patches: Patches) -> None:
    """SetQueueAttributes of moto 5.2.5 removes the policy of a queue unless the request has one.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    Remove this fix when `_set_attributes` leaves the policy unchanged.
    """

    def set_attributes(self: Queue, attributes: dict[str, Any], now: float | None = None) -> None:
        policy = getattr(self, "policy", None)
        original(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = policy

    original = patches.replace(Queue, "_set_attributes", set_attributes)


@fix
def redrive_allow_policy_is_not_returned(patches: Patches) -> None:
    """GetQueueAttributes of moto 5.2.5 does not support RedriveAllowPolicy, which Terraform's provider waits for: the
    given value, or no value after it was set to an empty one.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
    Remove this fix when it is one of `BASE_ATTRIBUTES`.
    """

    def get_policy(self: Queue) -> str | None:
        return vars(self).get("_redrive_allow_policy") or None

    def set_policy(self: Queue, policy: str) -> None:
        self._redrive_allow_policy = policy

    patches.replace(Queue, "redrive_allow_policy", property(get_policy, set_policy))
    patches.replace(Queue, "BASE_ATTRIBUTES", [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"])


@fix
def redrive_policy_has_white_space(patches: Patches) -> None:
    """GetQueueAttributes of moto 5.2.5 returns RedrivePolicy with white space, which Terraform treats as a change.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
    Remove this fix when `attributes` writes it as compact JSON.
    """

    def attributes(self: Queue) -> dict[str, Any]:
        result: dict[str, Any] = original.fget(self)
        if self.redrive_policy:
            result["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        return result

    original = patches.replace(Queue, "attributes", property(attributes))
