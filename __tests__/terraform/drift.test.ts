import { join } from "node:path";
import { SIGNED } from "../../tools/rehearse/emulator/account";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import type { StackRehearsal } from "../../tools/rehearse/life/stack-rehearsal";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { driftOf, makeStateBucket, rehearsalOf } from "./rehearsed-stack";

const STACK = "http-scale-out-dev";
const SERVICES = {
  logs: "Logs_20140328",
  ecs: "AmazonEC2ContainerServiceV20141113",
  monitoring: "GraniteServiceVersion20100801",
};

const workplace = Workplace.create();
let emulator: Emulator;
let stack: StackRehearsal;

/** Somebody at the console. */
async function ask(service: keyof typeof SERVICES, operation: string, what: object): Promise<void> {
  const response = await fetch(emulator.endpoint, {
    method: "POST",
    headers: {
      authorization: SIGNED.authorization
        .replace("/s3/", `/${service}/`)
        .replace("us-east-1", "us-east-2"),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${SERVICES[service]}.${operation}`,
    },
    body: JSON.stringify(what),
  });
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
}

const drift = () => driftOf(stack, workplace, emulator);

const nameOf = (type: string) => String(Object.values(stack.json.resources(type))[0]?.["name"]);

beforeAll(async () => {
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
  stack = await rehearsalOf(STACK, workplace, emulator);
  await makeStateBucket(stack, emulator);
});

afterAll(async () => {
  await emulator.stop();
  workplace.remove();
});

test("drift is told from what scaling does, and read without a change", async () => {
  await stack.init();
  expect(await drift()).toBeUndefined();

  await stack.apply(true);
  expect(await drift()).toEqual([]);

  await ask("ecs", "UpdateService", {
    cluster: nameOf("aws_ecs_cluster"),
    service: nameOf("aws_ecs_service"),
    desiredCount: 3,
  });
  expect(await drift()).toEqual([]);

  const logGroup = nameOf("aws_cloudwatch_log_group");
  await ask("logs", "PutRetentionPolicy", { logGroupName: logGroup, retentionInDays: 30 });
  const state = () => emulator.object(stack.backend!.bucket, stack.backend!.key);
  const before = await state();
  const found = await drift();
  expect(found?.map(({ address }) => address)).toEqual(["aws_cloudwatch_log_group.logs"]);
  expect(found?.[0]?.attributes).toEqual([{ name: "retention_in_days", before: 7, after: 30 }]);
  expect(await state()).toBe(before);

  await ask("logs", "DeleteLogGroup", { logGroupName: logGroup });
  expect(await drift()).toEqual([
    { address: "aws_cloudwatch_log_group.logs", change: "deleted", attributes: [] },
  ]);
});
