"""SQS queues."""

from moto.core.utils import unix_time
from moto.sqs.models import Message, Queue, SQSBackend

from .registry import Patches, fix


@fix
def receiving_counts_the_whole_queue(patches: Patches) -> None:
    """For each message that is received, moto computes all attributes of the queue, three of which count its messages.

    Receiving ten messages of a queue of 400 takes 0.2 s. Goes when `is_message_valid_based_on_retention_period` reads the
    one attribute that it needs.
    """

    def is_valid(self: SQSBackend, queue_name: str, message: Message) -> bool:
        retention_seconds = self.get_queue(queue_name).message_retention_period
        return retention_seconds + message.sent_timestamp / 1000 > unix_time()

    patches.replace(SQSBackend, "is_message_valid_based_on_retention_period", is_valid)


@fix
def deleting_loses_what_is_sent_meanwhile(patches: Patches) -> None:
    """DeleteMessage puts a copy of the messages in their place: of two at a time, the later one undoes the other's, and loses
    what was sent since.

    One of 10,000 messages was lost to it. Goes when `delete_message` holds the lock that `add_message` holds.
    """

    def delete_message(self: Queue, receipt_handle: str) -> None:
        with self._messages_lock:
            original(self, receipt_handle)

    original = patches.replace(Queue, "delete_message", delete_message)
