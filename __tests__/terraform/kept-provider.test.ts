import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import type { Terraform } from "../../tools/rehearse/terraform/terraform";

const workplace = Workplace.create();
let one: Emulator;
let other: Emulator;

beforeAll(async () => {
  const start = (name: string) =>
    Emulator.start({ logFile: join(workplace.folder, `${name}.log`) });
  [one, other] = await Promise.all([start("one"), start("other")]);
});

afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  workplace.remove();
});

/** A configuration in a folder of its own, initialised, that uses the workplace's kept providers. */
async function terraformOf(name: string, emulator: Emulator, more: object): Promise<Terraform> {
  const folder = join(workplace.folder, name);
  mkdirSync(folder);
  const aws = { source: "hashicorp/aws", version: workplace.awsProvider };
  const provider = { aws: { region: "us-east-2", default_tags: { tags: { System: name } } } };
  const json = { terraform: { required_providers: { aws } }, provider, ...more };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(json));
  const terraform = workplace.terraform(folder, emulator.endpoint);
  await terraform.init();
  return terraform;
}

const topic = (name: string) => ({ resource: { aws_sns_topic: { topic: { name } } } });

async function topicsOf(emulator: Emulator): Promise<Record<string, string | undefined>> {
  const topics = (await emulator.resources()).filter(({ type }) => type === "aws_sns_topic");
  return Object.fromEntries(
    topics.map(({ arguments: { name }, tags }) => [String(name), tags.System]),
  );
}

// One process serves all of these, one after the other.

test("each stack gets its own account and its own default tags from a provider that another one used before", async () => {
  for (const [name, emulator] of [
    ["first", one],
    ["second", other],
    ["third", one],
  ] as const) {
    const terraform = await terraformOf(name, emulator, topic(`${name}-topic`));
    await terraform.applyAtOnce();
    expect((await terraform.plan()).changes).toEqual([]);
  }
  expect(await topicsOf(one)).toEqual({ "first-topic": "first", "third-topic": "third" });
  expect(await topicsOf(other)).toEqual({ "second-topic": "second" });
});

test("two configurations of the provider in one stack do not get in each other's way", async () => {
  const terraform = await terraformOf("two", one, {
    provider: { aws: [{ region: "us-east-2" }, { alias: "other", region: "eu-west-3" }] },
    data: { aws_region: { here: {}, there: { provider: "aws.other" } } },
    output: {
      here: { value: "${data.aws_region.here.name}" },
      there: { value: "${data.aws_region.there.name}" },
    },
  });
  await terraform.plan();
  const { output_changes: outputs } = await terraform.showPlan();
  expect(outputs?.here?.after).toBe("us-east-2");
  expect(outputs?.there?.after).toBe("eu-west-3");
});

test("a stack with types that earlier stacks lacked gets their schema", async () => {
  const queue = { resource: { aws_sqs_queue: { queue: { name: "queue" } } } };
  const terraform = await terraformOf("fourth", one, queue);
  const { changes } = await terraform.plan();
  expect(changes).toEqual([{ address: "aws_sqs_queue.queue", action: "create" }]);
});

test("error if the provider does not support a type or an argument", async () => {
  const type = await terraformOf("fifth", one, { resource: { aws_nonsense: { it: {} } } });
  await expect(type.plan()).rejects.toThrow(/does not support resource type "aws_nonsense"/);
  const argument = { resource: { aws_sns_topic: { it: { nam: "typo" } } } };
  const typo = await terraformOf("sixth", one, argument);
  await expect(typo.plan()).rejects.toThrow(/No argument or block type is named "nam"/);
});
