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

/** The same for the services with an older protocol. */
async function query(
  service: "ec2" | "iam",
  Action: string,
  of: Readonly<Record<string, string>>,
): Promise<void> {
  const { region, Version } = {
    ec2: { region: "us-east-2", Version: "2016-11-15" },
    iam: { region: "us-east-1", Version: "2010-05-08" },
  }[service];
  const response = await fetch(emulator.endpoint, {
    method: "POST",
    headers: {
      authorization: SIGNED.authorization
        .replace("/s3/", `/${service}/`)
        .replace("us-east-1", region),
    },
    body: new URLSearchParams({ Action, Version, ...of }),
  });
  if (!response.ok) throw new Error(`${Action}: ${response.status} ${await response.text()}`);
}

/** A value of a resource in the state. */
async function stored(address: string, attribute: string): Promise<string> {
  const { resources } = (await stack.terraform.statePull()) as {
    resources: { type: string; name: string; instances: { attributes: object }[] }[];
  };
  const found = resources.find(({ type, name }) => `${type}.${name}` === address);
  const values = found?.instances[0]?.attributes as Record<string, unknown>;
  return String(values[attribute]);
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

  const [group, role] = [
    "aws_security_group.capacity_security-group",
    "aws_iam_role.capacity_role_role",
  ];
  const [GroupId, RoleName] = [await stored(group, "id"), await stored(role, "name")];
  const permission = "IpPermissions.1";
  const ssh = {
    GroupId,
    [`${permission}.IpProtocol`]: "tcp",
    [`${permission}.FromPort`]: "22",
    [`${permission}.ToPort`]: "22",
    [`${permission}.IpRanges.1.CidrIp`]: "0.0.0.0/0",
  };
  const administrator = { RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" };
  const inline = { RoleName, PolicyName: "by-hand" };
  const statement = { Effect: "Allow", Action: "*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await query("ec2", "AuthorizeSecurityGroupIngress", ssh);
  await query("iam", "AttachRolePolicy", administrator);
  await query("iam", "PutRolePolicy", { ...inline, PolicyDocument });
  const added = [
    {
      address: role,
      change: "added",
      attributes: [
        { name: "managed_policy_arns", before: [], after: [administrator.PolicyArn] },
        { name: "inline_policy", before: [], after: ["by-hand"] },
      ],
    },
    {
      address: group,
      change: "added",
      attributes: [{ name: "ingress", before: [], after: ["tcp 22 from 0.0.0.0/0"] }],
    },
  ];
  expect(await drift()).toEqual(added);
  // Takes it into the state, and does not remove it.
  await stack.apply(false);
  expect(await drift()).toEqual(added);
  await query("ec2", "RevokeSecurityGroupIngress", ssh);
  await query("iam", "DetachRolePolicy", administrator);
  await query("iam", "DeleteRolePolicy", inline);
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
