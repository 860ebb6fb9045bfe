import { Token } from "cdktf";
import { resolveSecret } from "../../../modules/service/task-definition/secret-source";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db/shop-AbCdEf";

test.each([SECRET, `${SECRET}:password::`, `${SECRET}:password:AWSCURRENT:`, `${SECRET}:::v1`])(
  "reads %s, and asks leave for the secret alone",
  (arn) => {
    expect(resolveSecret(arn)).toEqual({
      kind: "secrets-manager",
      valueFrom: arn,
      resourceArn: SECRET,
    });
  },
);

test("knows a parameter by its ARN", () => {
  const arn = "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/shop/db";
  expect(resolveSecret(arn)).toEqual({ kind: "ssm-parameter", valueFrom: arn, resourceArn: arn });
});

test("adds the JSON key behind an ARN that only Terraform knows", () => {
  const arn = Token.asString({ resolve: () => "x" });
  const source = { kind: "secrets-manager", arn, jsonKey: "password" } as const;
  expect(resolveSecret(source)).toEqual({
    kind: "secrets-manager",
    valueFrom: `${arn}:password::`,
    resourceArn: arn,
  });
});

test.each(["password", "arn:aws:s3:::bucket", "arn:aws:ssm:eu-west-1:123456789012:document/x"])(
  "makes nothing of %s",
  (arn) => {
    expect(resolveSecret(arn)).toBeUndefined();
  },
);
