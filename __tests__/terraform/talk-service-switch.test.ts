import { join } from "node:path";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";
import { expectationsOf } from "../../tools/rehearse/synthesized/expectations";
import { Synthesis } from "../../tools/synthesized/synthesis";
import type { Terraform } from "../../tools/rehearse/terraform/terraform";
import { WorkCopy } from "../../tools/rehearse/terraform/work-copy";

type Variables = Readonly<Record<string, string>>;

/** What of a plan's JSON is looked at. */
interface PlanJson {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[]; before: unknown; after: unknown };
  }[];
  readonly output_changes: Readonly<Record<string, { readonly actions: readonly string[] }>>;
  readonly prior_state?: { readonly values: { readonly root_module: Module } };
}

interface Module {
  readonly resources: readonly {
    readonly address: string;
    readonly values: { readonly arn?: string };
  }[];
}

const RULE = "aws_lb_listener_rule.talk-service_rule";
const blueOnly: Variables = {
  image_tag: "1.0.0",
  live_color: "blue",
  running_colors: '["blue"]',
};
const both: Variables = {
  image_tag: "1.0.0",
  live_color: "blue",
  green_image_tag: "1.1.0",
};

const stack = Synthesis.read(join(projectRoot(), "cdktf.out")).stacks.find(
  ({ name }) => name === "talk-service-dev",
);
const workplace = Workplace.create();
let emulator: Emulator;
let folder: string;

beforeAll(async () => {
  if (stack === undefined) throw new Error("dev does not run talk-service");
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator-switch.log") });
  await emulator.seed(expectationsOf([stack.json]));
  const copy = WorkCopy.of(stack, join(workplace.folder, stack.name));
  copy.pinAwsProvider(workplace.awsProvider);
  copy.keepStateHere();
  folder = copy.folder;
  await terraformWith(blueOnly).init();
}, 300_000);

afterAll(async () => {
  await emulator.stop();
  workplace.close();
});

// One deployment in its order: a test builds on those before it.

test("blue is applied alone: green exists, without tasks", async () => {
  const terraform = terraformWith(blueOnly);
  await terraform.plan();
  await terraform.apply();
  expect(await weights()).toEqual({ blue: 100, green: 0 });
  expect(await tasks()).toMatchObject({ "talk-service-ecs": 2, "talk-service-ecs-green": 0 });
}, 600_000);

test("green is applied beside it, and gets no request", async () => {
  const changes = await change(both);
  expect(Object.keys(changes.resources)).not.toContain(RULE);
  expect(await weights()).toEqual({ blue: 100, green: 0 });
}, 300_000);

test("[talk-service 30] the variable alone switches to green, and nothing else changes", async () => {
  expect(await change({ ...both, live_color: "green" })).toEqual(onlyTheWeights);
  expect(await weights()).toEqual({ blue: 0, green: 100 });
}, 300_000);

test("[talk-service 30] the variable alone rolls back to blue", async () => {
  expect(await change(both)).toEqual(onlyTheWeights);
  expect(await weights()).toEqual({ blue: 100, green: 0 });
}, 300_000);

test("a share for the idle colour changes the weights, and nothing else", async () => {
  const { resources } = await change({ ...both, idle_share_percent: "10" });
  expect(resources).toEqual({ [RULE]: ["action"] });
  expect(await weights()).toEqual({ blue: 90, green: 10 });
}, 300_000);

test("the idle colour is switched off by its bounds, and the weights stay", async () => {
  const { resources } = await change({ ...blueOnly, green_image_tag: "1.1.0" });
  expect(resources["aws_appautoscaling_target.talk-service_green_scaling"]).toEqual([
    "max_capacity",
    "min_capacity",
  ]);
  expect(await weights()).toEqual({ blue: 100, green: 0 });
}, 300_000);

const onlyTheWeights = { resources: { [RULE]: ["action"] }, outputs: ["live_color"] };

function terraformWith(variables: Variables): Terraform {
  return workplace.terraform(folder, emulator.endpoint, variables);
}

/** Plans and applies; tells which arguments of which resources, and which outputs, the plan was to change. */
async function change(variables: Variables) {
  const terraform = terraformWith(variables);
  await terraform.plan();
  const plan = (await terraform.showPlan()) as unknown as PlanJson;
  await terraform.apply();
  const changed = plan.resource_changes.filter(
    ({ change: { actions } }) => !["no-op", "read"].includes(actions.join()),
  );
  return {
    resources: Object.fromEntries(
      changed.map(({ address, change: { before, after } }) => [address, differing(before, after)]),
    ),
    outputs: Object.entries(plan.output_changes)
      .filter(([, { actions }]) => actions.join() !== "no-op")
      .map(([name]) => name),
  };
}

function differing(before: unknown, after: unknown): string[] {
  const [one, other] = [before, after] as Record<string, unknown>[];
  return Object.keys({ ...one, ...other })
    .filter((key) => JSON.stringify(one?.[key]) !== JSON.stringify(other?.[key]))
    .sort();
}

/** The weights of the rule for /talk, as the emulator's API tells them. */
async function weights(): Promise<Record<string, number>> {
  const arns = await arnsInState();
  const xml = await ask("elasticloadbalancing", {
    Action: "DescribeRules",
    Version: "2015-12-01",
    "RuleArns.member.1": arns[RULE] ?? "",
  });
  const weightOf = (arn: string): number => {
    const member = [...xml.matchAll(/<member>(?:(?!<member>).)*?<\/member>/gs)]
      .map(([text]) => text)
      .find((text) => text.includes(`<TargetGroupArn>${arn}</TargetGroupArn>`));
    return Number(/<Weight>(\d+)<\/Weight>/.exec(member ?? "")?.[1]);
  };
  return {
    blue: weightOf(arns["aws_lb_target_group.talk-service_target-group"] ?? ""),
    green: weightOf(arns["aws_lb_target_group.talk-service_green-target-group"] ?? ""),
  };
}

/** Desired tasks of the services, by name. */
async function tasks(): Promise<Record<string, number>> {
  const answer = await post(
    "ecs",
    JSON.stringify({
      cluster: "conference-cluster",
      services: ["talk-service-ecs", "talk-service-ecs-green"],
    }),
    {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AmazonEC2ContainerServiceV20141113.DescribeServices",
    },
  );
  const { services } = JSON.parse(answer) as {
    services: { serviceName: string; desiredCount: number }[];
  };
  return Object.fromEntries(
    services.map(({ serviceName, desiredCount }) => [serviceName, desiredCount]),
  );
}

async function arnsInState(): Promise<Record<string, string | undefined>> {
  const terraform = terraformWith(both);
  await terraform.plan();
  const { prior_state: state } = (await terraform.showPlan()) as unknown as PlanJson;
  return Object.fromEntries(
    state?.values.root_module.resources.map(({ address, values }) => [address, values.arn]) ?? [],
  );
}

function ask(service: string, parameters: Variables): Promise<string> {
  return post(service, new URLSearchParams(parameters).toString(), {
    "content-type": "application/x-www-form-urlencoded",
  });
}

async function post(service: string, body: string, headers: Variables): Promise<string> {
  // Nobody checks the signature, but its scope tells the emulator which service is meant.
  const authorization = `AWS4-HMAC-SHA256 Credential=rehearsal/20260101/us-east-2/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const request = { method: "POST", body, headers: { ...headers, authorization } };
  const answer = await fetch(emulator.endpoint, request);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service} answers ${answer.status}: ${text}`);
  return text;
}
