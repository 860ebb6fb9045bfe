import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { judge } from "../../../../tools/rehearse/guard/guard";
import { stepsOf } from "../../../../tools/rehearse/guard/two-steps";
import {
  type Actions,
  change,
  destroyed,
  judged,
  kept,
  protectedBalancer,
  running,
} from "./plan-changes";

test.each([
  ["aws_dynamodb_table.pets", "a table"],
  ["aws_db_instance.students", "a database"],
  ["aws_s3_bucket.logs", "objects"],
  ["aws_ecr_repository.web", "images"],
  ["aws_cognito_user_pool.people", "users"],
  ["aws_kms_key.states", "a key, without which its encrypted data is lost"],
])("refuses to destroy %s where something is protected", (address, held) => {
  const lifted = { force_destroy: true, force_delete: true };
  const loss = destroyed(address, lifted);
  expect(judged(protectedBalancer, loss).refusals).toEqual([
    `The plan destroys ${address}, which holds ${held}, in an environment that is protected: ` +
      `aws_lb.web has enable_deletion_protection true. Take two steps: ${stepsOf(loss)}. ` +
      `If this is intended, add --allow-destroy ${address}`,
  ]);
});

test.each([
  ["aws_db_instance.a", { deletion_protection: true }],
  ["aws_dynamodb_table.a", { deletion_protection_enabled: true }],
  ["aws_cognito_user_pool.a", { deletion_protection: "ACTIVE" }],
  ["aws_s3_bucket.a", { force_destroy: false }],
  ["aws_ecr_repository.a", {}],
  ["aws_sns_topic.a", { tags_all: { "deletion-protection": "true" } }],
])("takes an environment for protected by %s with %j", (address, before) => {
  expect(judged(kept(address, before), destroyed("aws_kms_key.a")).refusals).toHaveLength(1);
});

test("takes an environment for protected by a tag that is named", () => {
  const plan = {
    resource_changes: [destroyed("aws_kms_key.a", { tags_all: { Environment: "live" } })],
  };
  expect(judge(plan).refusals).toEqual([]);
  const protectedTags = [{ key: "Environment", value: "live" }];
  expect(judge(plan, { protectedTags }).refusals).toHaveLength(1);
});

test("refuses a replacement as well", () => {
  const replaced = change("aws_dynamodb_table.a", ["delete", "create"], {}, {});
  expect(judged(protectedBalancer, replaced).refusals[0]).toMatch(
    /^The plan replaces aws_dynamodb/,
  );
});

test.each([
  ["delete", "create"],
  ["create", "delete"],
] as const)(
  "[2026-11 survivors] refuses to replace what holds data in either order: %s, %s",
  (...actions) => {
    const replaced = change("aws_dynamodb_table.a", actions, {}, {});
    expect(judged(protectedBalancer, replaced).refusals).toHaveLength(1);
  },
);

test.each([
  ["aws_ecs_service.talk", running, "serves requests with 3 tasks"],
  ["aws_lb_listener.https", {}, "serves requests"],
  ["aws_lb_listener_rule.talk", {}, "serves requests"],
  ["aws_apigatewayv2_vpc_link.link", {}, "serves requests"],
  ["aws_api_gateway_stage.live", {}, "serves requests"],
  ["aws_cloudfront_distribution.page", {}, "serves requests"],
  ["aws_route53_record.api", {}, "serves requests"],
])(
  "[2026-11 B4] refuses to destroy %s before another one takes its place",
  (address, before, loss) => {
    const replaced = change(address, ["delete", "create"], before, before);
    expect(judged(protectedBalancer, replaced).refusals).toEqual([
      `The plan replaces ${address}, which ${loss}, in an environment that is protected: ` +
        `aws_lb.web has enable_deletion_protection true. Take two steps: ${stepsOf(replaced)}. ` +
        `If this is intended, add --allow-destroy ${address}`,
    ]);
    expect(judged(protectedBalancer, destroyed(address, before)).refusals).toHaveLength(1);
  },
);

test("[2026-11 B4] allows a replacement that exists first, and a service without tasks", () => {
  const replaced = change("aws_lb_target_group.talk", ["create", "delete"], {}, {});
  const idle = destroyed("aws_ecs_service.green", { desired_count: 0 });
  expect(judged(protectedBalancer, replaced, idle)).toEqual({ refusals: [], notes: [] });
});

test.each([
  ["aws_apigatewayv2_stage.live", {}],
  ["aws_api_gateway_stage.live", {}],
  ["aws_cognito_user_pool_domain.people", {}],
  ["aws_lb.web", { internal: true }],
  ["aws_vpc.network", {}],
])("refuses to replace %s, whose address or network no successor has", (address, before) => {
  const replaced = change(address, ["create", "delete"], before, before);
  expect(judged(kept("aws_s3_bucket.logs", {}), replaced).refusals).toHaveLength(1);
});

test("knows that a daemon runs, whatever its count", () => {
  const daemon = { scheduling_strategy: "DAEMON", desired_count: 0 };
  expect(judged(protectedBalancer, destroyed("aws_ecs_service.api", daemon)).refusals).toHaveLength(
    1,
  );
});

test("[2026-11 B4] names what serves requests where nothing is protected", () => {
  expect(judged(destroyed("aws_ecs_service.talk", running)).notes).toEqual([
    "The plan destroys aws_ecs_service.talk, which serves requests with 3 tasks: it is not protected.",
  ]);
});

test("is not led astray by a plan that lifts the protection and destroys", () => {
  const lifting = change(
    "aws_lb.web",
    ["update"],
    { enable_deletion_protection: true },
    { enable_deletion_protection: false },
  );
  expect(judged(lifting, destroyed("aws_kms_key.a")).refusals).toHaveLength(1);
});

test("is no longer in the way once the protection was lifted, and says what goes", () => {
  const lifted = kept("aws_lb.web", { enable_deletion_protection: false });
  expect(judged(lifted, destroyed("aws_kms_key.a"))).toEqual({
    refusals: [],
    notes: [expect.stringContaining("aws_kms_key.a")],
  });
});

test("allows the named resources, by address or by type, and no others", () => {
  const plan = {
    resource_changes: [
      protectedBalancer,
      destroyed("aws_kms_key.a"),
      destroyed("aws_kms_key.b"),
      destroyed("aws_sqs_queue.c"),
    ],
  };
  const allowing = (...allowDestroy: string[]) =>
    judge(plan, { allowDestroy }).refusals.map((text) => text.split(" ")[3]);
  expect(allowing("aws_kms_key.a")).toEqual(["aws_kms_key.b,", "aws_sqs_queue.c,"]);
  expect(allowing("aws_kms_key")).toEqual(["aws_sqs_queue.c,"]);
});

test("leaves alone what holds nothing", () => {
  expect(judged(protectedBalancer, destroyed("aws_security_group.a")).refusals).toEqual([]);
});

describe("a task count", () => {
  const target = kept("aws_appautoscaling_target.web", { resource_id: "service/shop/web" });
  const service = (actions: Actions, count: number) =>
    change(
      "aws_ecs_service.web",
      actions,
      { name: "web", desired_count: 9 },
      { name: "web", desired_count: count },
    );

  test("that scaling owns is not reset", () => {
    expect(judged(target, service(["update"], 2)).refusals).toEqual([
      "The plan sets the task count of aws_ecs_service.web, which is scaled and has 9 tasks: afterwards it would have 2. " +
        "Let Terraform ignore desired_count, or add --allow-task-count aws_ecs_service.web",
    ]);
  });

  test("is not reset by a replacement either", () => {
    expect(judged(target, service(["delete", "create"], 2)).refusals).toHaveLength(1);
  });

  test("that nothing scales is Terraform's to set", () => {
    expect(judged(service(["update"], 2)).refusals).toEqual([]);
  });

  test("that stays is nobody's business", () => {
    expect(judged(target, service(["update"], 9)).refusals).toEqual([]);
  });

  test("is set where the service is named", () => {
    const plan = { resource_changes: [target, service(["update"], 2)] };
    expect(judge(plan, { allowTaskCount: ["aws_ecs_service.web"] }).refusals).toEqual([]);
  });
});

describe("the command", () => {
  const guard = (input: string, ...words: string[]) =>
    spawnSync(
      process.execPath,
      [join("tools", "run.mjs"), join("tools", "rehearse", "guard", "main.ts"), ...words],
      { input, encoding: "utf8" },
    );
  const plan = JSON.stringify({
    format_version: "1.2",
    resource_changes: [protectedBalancer, destroyed("aws_kms_key.a")],
  });

  test("ends with 1 and says why and what to do", () => {
    const { status, stdout } = guard(plan, "-");
    expect(status).toBe(1);
    expect(stdout).toContain("--allow-destroy aws_kms_key.a");
  });

  test("ends with 0 when what goes is named", () => {
    expect(guard(plan, "-", "--allow-destroy", "aws_kms_key.a").status).toBe(0);
  });

  test.each([
    ["a plan file itself", "PK\u0003", ["-"], "terraform show -json"],
    ["JSON of something else", "{}", ["-"], "terraform show -json"],
    ["a file that is not there", "", ["nowhere.json"], "nowhere.json cannot be read"],
    ["an unknown option", "", ["-", "--allow"], "--allow"],
    ["a tag without value", plan, ["-", "--protected-tag", "prod"], "<key>=<value>"],
  ])("refuses %s without a stack trace", (_, input, words, message) => {
    const { status, stderr } = guard(input, ...words);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(message) });
    expect(stderr).not.toContain("    at ");
  });
});
