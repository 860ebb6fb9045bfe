import threading
from unittest.mock import PropertyMock, patch

import fix_test
from fix_test import client
from moto.sqs.models import Message, Queue
from moto_fixes import sqs


class ReceivingCountsNoMessages(fix_test.FixTest):
    fix = sqs.receiving_counts_the_whole_queue

    def prepare(self) -> None:
        self.queues = client("sqs")
        self.url = self.queues.create_queue(QueueName="jobs")["QueueUrl"]
        self.queues.send_message(QueueUrl=self.url, MessageBody="a")

    def check(self) -> None:
        with patch.object(Queue, "approximate_number_of_messages", new_callable=PropertyMock) as counted:
            [message] = self.queues.receive_message(QueueUrl=self.url)["Messages"]
        self.assertEqual(message["Body"], "a")
        self.assertEqual(counted.call_count, 0)


class DeletingKeepsWhatIsSentMeanwhile(fix_test.FixTest):
    fix = sqs.deleting_loses_what_is_sent_meanwhile

    def prepare(self) -> None:
        self.queues = client("sqs")
        self.url = self.queues.create_queue(QueueName="jobs")["QueueUrl"]
        for body in ("first", "second"):
            self.queues.send_message(QueueUrl=self.url, MessageBody=body)

    def check(self) -> None:
        received = self.queues.receive_message(QueueUrl=self.url, MaxNumberOfMessages=2)["Messages"]
        first, second = (message["ReceiptHandle"] for message in received)
        looked: list[bool] = []
        had_receipt_handle = Message.had_receipt_handle

        def delete_and_send() -> None:
            self.queues.delete_message(QueueUrl=self.url, ReceiptHandle=second)
            self.queues.send_message(QueueUrl=self.url, MessageBody="third")

        meanwhile = threading.Thread(target=delete_and_send)

        def look(message: Message, receipt_handle: str) -> bool:
            looked.append(True)
            # The first look is at whether the message is there, the second one makes the copy.
            if len(looked) == 2:
                meanwhile.start()
                meanwhile.join(0.5)
            return had_receipt_handle(message, receipt_handle)

        with patch.object(Message, "had_receipt_handle", look):
            self.queues.delete_message(QueueUrl=self.url, ReceiptHandle=first)
            meanwhile.join()
        messages = self.queues.receive_message(QueueUrl=self.url).get("Messages", [])
        self.assertEqual([message["Body"] for message in messages], ["third"])
