import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import { encryptStack } from "../../../modules/encryption/encrypt-stack";
import { TopicKey } from "../../../modules/encryption/topic-key";
import { ServiceRole } from "../../../modules/identity/service-role";
import { synth, type TerraformJson } from "../../support/synth";

const OF_OTHERS = "arn:aws:kms:us-east-2:111122223333:key/11111111-89ab-cdef-0123-456789abcdef";

const encrypted = (build: (stack: TerraformStack) => void) =>
  synth((stack) => {
    build(stack);
    encryptStack(stack, { deletionWindowDays: 10 });
  });

interface Statement {
  readonly actions: string[];
  readonly principals: { readonly identifiers: string[] }[];
  readonly condition?: { readonly variable: string; readonly values: string[] }[];
}

/** Services that a key admits, with the variables of their conditions. */
function servicesOf(json: TerraformJson, key: string) {
  const { policy } = json.referenced(key);
  const statements = json.referenced(policy as string).statement as Statement[];
  return Object.fromEntries(
    statements
      .flatMap(({ principals, condition = [] }) =>
        principals
          .flatMap(({ identifiers }) => identifiers)
          .map((service): [string, string[]] => [
            service,
            condition.map(({ variable }) => variable),
          ]),
      )
      .filter(([service]) => !service.endsWith(":root")),
  );
}

const publish = (stack: TerraformStack, arn: string) => {
  new CloudwatchMetricAlarm(stack, "alarm", {
    alarmName: "alarm",
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    alarmActions: [arn],
  });
  new CloudwatchEventTarget(stack, "target", { rule: "failures", arn });
  new BudgetsBudget(stack, "budget", {
    budgetType: "COST",
    timeUnit: "MONTHLY",
    notification: [
      {
        comparisonOperator: "GREATER_THAN",
        notificationType: "ACTUAL",
        threshold: 80,
        thresholdType: "PERCENTAGE",
        subscriberSnsTopicArns: [arn],
      },
    ],
  });
};

const PUBLISHERS = {
  "cloudwatch.amazonaws.com": ["aws:SourceAccount"],
  // EventBridge sends no account, and a condition on it would lose its messages.
  "events.amazonaws.com": [],
  "budgets.amazonaws.com": ["aws:SourceAccount"],
};

it("lets a topic's publishers use its key", () => {
  const json = encrypted((stack) => {
    publish(stack, new SnsTopic(stack, "topic", {}).arn);
  });
  const { kms_master_key_id: key } = json.resource("aws_sns_topic");
  expect(servicesOf(json, key as string)).toEqual(PUBLISHERS);
});

it("keeps the key that a topic of alarms has, and narrows it to the topic's publishers", () => {
  const json = encrypted((stack) => {
    const { arn } = new TopicKey(stack, "key", { aliasName: "alarms" });
    publish(stack, new SnsTopic(stack, "topic", { kmsMasterKeyId: arn }).arn);
  });
  expect(json.resource("aws_kms_key")).toMatchObject({ deletion_window_in_days: 10 });
  expect(servicesOf(json, "${aws_kms_key.key.arn}")).toEqual(PUBLISHERS);
  expect(json.text).not.toContain('"kms:*"');
});

it("lets nobody use the key of a topic that nobody publishes to", () => {
  const json = encrypted((stack) => {
    new SnsTopic(stack, "topic", {});
  });
  const { kms_master_key_id: key } = json.resource("aws_sns_topic");
  expect(servicesOf(json, key as string)).toEqual({});
});

it("encrypts in another region with a key of that region", () => {
  const json = encrypted((stack) => {
    const provider = new AwsProvider(stack, "virginia", { alias: "virginia", region: "us-east-1" });
    new CloudwatchLogGroup(stack, "there", { name: "/there", provider });
    new CloudwatchLogGroup(stack, "here", { name: "/here" });
  });
  const { kms_key_id: key } = json.referenced("${aws_cloudwatch_log_group.there}");
  expect(json.referenced(key as string)["provider"]).toBe("aws.virginia");
  expect(Object.keys(servicesOf(json, key as string))).toEqual([
    expect.stringMatching(/^logs\.us-east-1\./),
  ]);
  expect(json.resources("aws_kms_key")).toHaveLength(2);
  const { kms_key_id: own } = json.referenced("${aws_cloudwatch_log_group.here}");
  expect(json.referenced(own as string)).not.toHaveProperty("provider");
});

it("leaves alone what has a key", () => {
  const json = encrypted((stack) => {
    new SqsQueue(stack, "queue", { kmsMasterKeyId: OF_OTHERS });
    new CloudwatchLogGroup(stack, "logs", { kmsKeyId: OF_OTHERS });
  });
  expect(json.resources("aws_kms_key")).toEqual([]);
  expect(json.resource("aws_sqs_queue")["kms_master_key_id"]).toBe(OF_OTHERS);
});

it("leaves a read replica the key of its source, which RDS takes for it", () => {
  const json = encrypted((stack) => {
    const common = { instanceClass: "db.t4g.micro", storageEncrypted: true };
    const source = new DbInstance(stack, "source", { ...common, engine: "mysql" });
    new DbInstance(stack, "replica", { ...common, replicateSourceDb: source.identifier });
  });
  const keys = Object.fromEntries(
    json.addressed("aws_db_instance").map(([address, block]) => [address, block["kms_key_id"]]),
  );
  expect(keys["aws_db_instance.source"]).toMatch(/^\$\{aws_kms_key\./);
  expect(keys["aws_db_instance.replica"]).toBeUndefined();
});

it("creates no key where there is nothing to encrypt", () => {
  expect(encrypted(() => undefined).resources("aws_kms_key")).toEqual([]);
});

it("gives a role the rights to the key that a wildcard among its actions needs, for its own queue only", () => {
  const json = encrypted((stack) => {
    const role = (id: string) =>
      new ServiceRole(stack, id, {
        service: "ecs-tasks.amazonaws.com",
        namePrefix: id,
        description: id,
      });
    const queue = new SqsQueue(stack, "queue", {});
    role("sender").allow("send", [{ actions: ["sqs:Send*"], resources: [queue.arn] }]);
    role("stranger").allow("send", [
      { actions: ["sqs:*"], resources: ["arn:aws:sqs:us-east-2:111122223333:other"] },
    ]);
  });
  expect(
    json.dataSources("aws_iam_policy_document").map(({ statement }) => statement[0].actions),
  ).toContainEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
  const names = json.addressed("aws_iam_role_policy").map(([address]) => address);
  expect(names.filter((name) => name.includes("data-key"))).toEqual([
    expect.stringMatching(/^aws_iam_role_policy\.sender_data-key/),
  ]);
});
