import json
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


class SettingAttributesKeepsThePolicy(fix_test.FixTest):
    fix = sqs.setting_attributes_removes_the_policy

    def prepare(self) -> None:
        self.queues = client("sqs")
        statement = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
        self.policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.url = self.queues.create_queue(QueueName="jobs", Attributes={"Policy": self.policy})["QueueUrl"]

    def check(self) -> None:
        self.queues.set_queue_attributes(QueueUrl=self.url, Attributes={"VisibilityTimeout": "60"})
        attributes = self.queues.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])["Attributes"]
        self.assertEqual(attributes["VisibilityTimeout"], "60")
        self.assertEqual(json.loads(attributes["Policy"]), json.loads(self.policy))


class KeepsARedriveAllowPolicy(fix_test.FixTest):
    fix = sqs.redrive_allow_policy_is_not_returned

    def prepare(self) -> None:
        self.queues = client("sqs")
        self.url = self.queues.create_queue(QueueName="jobs")["QueueUrl"]

    def check(self) -> None:
        policy = '{"redrivePermission":"denyAll"}'
        self.queues.set_queue_attributes(QueueUrl=self.url, Attributes={"RedriveAllowPolicy": policy})
        for names in (["All"], ["RedriveAllowPolicy"]):
            attributes = self.queues.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
            self.assertEqual(attributes["RedriveAllowPolicy"], policy)
        self.queues.set_queue_attributes(QueueUrl=self.url, Attributes={"RedriveAllowPolicy": ""})
        attributes = self.queues.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])["Attributes"]
        self.assertNotIn("RedriveAllowPolicy", attributes)


class ReturnsACompactRedrivePolicy(fix_test.FixTest):
    fix = sqs.redrive_policy_has_white_space

    def prepare(self) -> None:
        self.queues = client("sqs")
        self.queues.create_queue(QueueName="dead-letters")
        arn = "arn:aws:sqs:us-east-2:123456789012:dead-letters"
        self.policy = f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":5}}'

    def check(self) -> None:
        url = self.queues.create_queue(QueueName="jobs", Attributes={"RedrivePolicy": self.policy})["QueueUrl"]
        attributes = self.queues.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        self.assertEqual(attributes["RedrivePolicy"], self.policy)
