import { join } from "node:path";
import { findUnportable } from "../../support/portable";

describe("findUnportable", () => {
  it.each([
    ["a path of the project", JSON.stringify({ path: join(process.cwd(), "terraform.tfstate") })],
    ["a path of a home folder", '"/home/somebody/project"'],
    ["a path of a home folder", '"C:\\\\Users\\\\somebody"'],
    ["an access key", '"AKIAIOSFODNN7EXAMPLE"'],
    ["an argument for credentials", '{"secret_key": "abc"}'],
    ["an account number", '"arn:aws:iam::123456789012:role/web"'],
    ["an account number", '"123456789012.dkr.ecr.us-east-2.amazonaws.com/web"'],
  ])("finds %s in %s", (_what, text) => {
    expect(findUnportable(text)).not.toEqual([]);
  });

  it.each([
    '"arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"',
    '"path": "/root"',
    '"arn:aws:iam::127311923021:root"',
    '"10.0.0.0/16"',
    '"subnet-0123456789abcdef0"',
    '"token": "${var.token}"'.replace('token":', 'http_tokens":'),
    '"TASK_2FD5A8B3_123456789012345"',
  ])("is content with %s", (text) => {
    expect(findUnportable(text)).toEqual([]);
  });

  it("leaves alone what is allowed by name", () => {
    expect(findUnportable('"123456789012"', ["123456789012"])).toEqual([]);
  });
});
