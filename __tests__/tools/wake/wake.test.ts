import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { UserError } from "../../../tools/terminal/user-error";
import { actNow } from "../../../tools/wake/scaling-calls";
import { type Sleeper, type SizeRange, sleepersOf } from "../../../tools/wake/sleepers";
import { runtimeOf } from "../../support/environments";

/** What the fake of AWS was asked to change, in order. */
let changes: string[] = [];
let scheduled = true;
let refused: string | undefined;
let server: Server;
const before = { ...process.env };

const GROUP_ACTIONS: Record<string, string> = {
  asleep: "<MinSize>0</MinSize><MaxSize>0</MaxSize><DesiredCapacity>0</DesiredCapacity>",
  awake: "<MinSize>1</MinSize><MaxSize>4</MaxSize>",
};

/** Auto Scaling speaks XML, and Application Auto Scaling JSON. */
function answerTo(target: string | undefined, body: string): string {
  if (target === undefined) {
    const query = new URLSearchParams(body);
    const action = query.get("Action") ?? "";
    if (action === "UpdateAutoScalingGroup") {
      changes.push(
        `group ${query.get("AutoScalingGroupName")} ${query.get("MinSize")}-${query.get("MaxSize")} desired ${query.get("DesiredCapacity")}`,
      );
      return `<UpdateAutoScalingGroupResponse/>`;
    }
    const name = query.get("ScheduledActionNames.member.1") ?? "";
    const member = scheduled ? `<member>${GROUP_ACTIONS[name]}</member>` : "";
    return `<DescribeScheduledActionsResponse><DescribeScheduledActionsResult><ScheduledUpdateGroupActions>${member}</ScheduledUpdateGroupActions></DescribeScheduledActionsResult></DescribeScheduledActionsResponse>`;
  }
  const request = JSON.parse(body) as Record<string, any>;
  if (target.endsWith("RegisterScalableTarget")) {
    changes.push(
      `service ${request["ResourceId"]} ${request["MinCapacity"]}-${request["MaxCapacity"]}`,
    );
    return "{}";
  }
  const isAwake = request["ScheduledActionNames"][0] === "awake";
  const action = { MinCapacity: isAwake ? 2 : 0, MaxCapacity: isAwake ? 8 : 0 };
  return JSON.stringify({
    ScheduledActions: scheduled ? [{ ScalableTargetAction: action }] : [],
  });
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const target = request.headers["x-amz-target"] as string | undefined;
      if (refused !== undefined && target?.endsWith("RegisterScalableTarget")) {
        response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify({ __type: "AccessDeniedException", message: refused }));
        return;
      }
      response.end(answerTo(target, body));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
});

afterAll(() => {
  process.env = before;
  server.close();
});

beforeEach(() => {
  [changes, scheduled, refused] = [[], true, undefined];
});

const sleepers = {
  stack: "shop-dev",
  region: "us-east-2",
  services: [{ id: "service/shop/web", awake: { min: 2, max: 8 } }],
  groups: [{ id: "shop-nodes", awake: { min: 1, max: 4 } }],
};

async function act(name: "asleep" | "awake"): Promise<string[]> {
  const told: string[] = [];
  await actNow(sleepers, name, ({ id }: Sleeper, { min, max }: SizeRange) => {
    told.push(`${id} ${min}-${max}`);
  });
  return told;
}

test("wakes groups before services, with the deployed bounds", async () => {
  expect(await act("awake")).toEqual(["shop-nodes 1-4", "service/shop/web 2-8"]);
  expect(changes).toEqual(["group shop-nodes 1-4 desired null", "service service/shop/web 2-8"]);
});

test("puts services to sleep before groups", async () => {
  expect(await act("asleep")).toEqual(["service/shop/web 0-0", "shop-nodes 0-0"]);
  expect(changes).toEqual(["service service/shop/web 0-0", "group shop-nodes 0-0 desired 0"]);
});

test("says what to do where nothing is scheduled", async () => {
  scheduled = false;
  const outcome = act("awake");
  await expect(outcome).rejects.toBeInstanceOf(UserError);
  await expect(outcome).rejects.toThrow(
    'AWS knows no scheduled action "awake" of shop-nodes. Deploy shop-dev with the setting asleep first, or check region and credentials.',
  );
  expect(changes).toEqual([]);
});

test("says in one message that AWS refuses, and what was done before", async () => {
  refused = "User is not authorized";
  await expect(act("awake")).rejects.toThrow(
    "AWS did not wake shop-dev: AccessDeniedException: User is not authorized",
  );
  expect(changes).toEqual(["group shop-nodes 1-4 desired null"]);
});

test("says in one message that AWS cannot be reached", async () => {
  const endpoint = process.env["AWS_ENDPOINT_URL"];
  try {
    Object.assign(process.env, { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" });
    await expect(act("awake")).rejects.toThrow(
      /^AWS cannot be reached, so it did not wake shop-dev: .*ECONNREFUSED.* Check the network, then try again\.$/,
    );
  } finally {
    Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint });
    delete process.env["AWS_MAX_ATTEMPTS"];
  }
});

test("what stops while nobody calls has no schedule: its bounds are those of the stack, or none", async () => {
  const { json } = runtimeOf("http-api", { idle: { afterMinutes: 15 } });
  const idle = await sleepersOf({ name: "http-api-dev", json: new StackJson(json) });
  expect(idle.idling).toEqual({ alarm: "http-api-dev-idle", afterMinutes: 15 });
  expect(idle.services.map(({ id, awake }) => [id.split("/")[0], awake])).toEqual([
    ["service", { min: 3, max: 30 }],
    ["service", { min: 3, max: 30 }],
  ]);
  scheduled = false;
  await actNow({ ...idle, services: sleepers.services }, "awake", () => undefined);
  await actNow({ ...idle, services: sleepers.services }, "asleep", () => undefined);
  expect(changes).toEqual(["service service/shop/web 2-8", "service service/shop/web 0-0"]);
});
