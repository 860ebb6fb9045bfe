import { textOf, isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const sqs1 = defineControl({
  id: "SQS.1",
  title: "Queues are encrypted",
  look: each(
    "aws_sqs_queue",
    (queue) =>
      isTrue(queue, "sqs_managed_sse_enabled") || textOf(queue, "kms_master_key_id") !== undefined,
  ),
});
