import { LogGroup, LogKey } from "../../../modules/observability/log-group";
import { synth } from "../../support/synth";

const group = { name: "/ecs/shop", retentionDays: 14 };

const withKey = (logGroupNames: string[]) =>
  synth((stack) => {
    const key = new LogKey(stack, "key", { aliasName: "logs", region: "eu-west-1", logGroupNames });
    new LogGroup(stack, "logs", { ...group, key });
  });

test("forgets events after the days given", () => {
  const resource = synth((stack) => {
    new LogGroup(stack, "logs", group);
  }).resource("aws_cloudwatch_log_group");
  expect(resource).toEqual(expect.objectContaining({ name: "/ecs/shop", retention_in_days: 14 }));
  expect(resource).not.toHaveProperty("kms_key_id");
});

test("refuses a retention that CloudWatch does not know", () => {
  expect(() =>
    synth((stack) => {
      new LogGroup(stack, "logs", { ...group, retentionDays: 10 });
    }),
  ).toThrow("`retentionDays` must be one of 0, 1, 3, 5, 7, 14");
});

describe("with a key", () => {
  const json = withKey(["/ecs/shop"]);
  const key = json.resource("aws_kms_key");
  const [administration, use] = json.referenced(key.policy as string).statement;

  test("encrypts with it", () => {
    const { kms_key_id } = json.resource("aws_cloudwatch_log_group");
    expect(json.referenced(kms_key_id as string)).toBe(key);
    expect(key.enable_key_rotation).toBe(true);
    expect(json.resource("aws_kms_alias").name).toBe("alias/logs");
  });

  test("lets CloudWatch Logs of the region use it for that group and no other", () => {
    expect(use.principals[0]).toMatchObject({
      type: "Service",
      identifiers: [
        expect.stringMatching(/^logs\.eu-west-1\.\$\{data\.aws_partition\..*dns_suffix\}$/),
      ],
    });
    expect(use.condition).toEqual([
      {
        test: "ArnEquals",
        variable: "kms:EncryptionContext:aws:logs:arn",
        values: [expect.stringMatching(/:log-group:\/ecs\/shop$/)],
      },
    ]);
    expect(use.actions).not.toContain("kms:*");
  });

  test("stays manageable by its own account alone", () => {
    expect(administration.principals).toEqual([
      {
        type: "AWS",
        identifiers: [expect.stringMatching(/:iam::\$\{data\.aws_caller_identity\..*:root$/)],
      },
    ]);
  });
});

test("refuses a key that is not for this group", () => {
  expect(() => withKey(["/ecs/other"])).toThrow(
    "`key` must be allowed for the log group /ecs/shop",
  );
});
