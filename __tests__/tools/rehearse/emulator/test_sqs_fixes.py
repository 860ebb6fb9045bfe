from unittest.mock import PropertyMock, patch

import fix_test
from fix_test import client
from moto.sqs.models import Queue
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
