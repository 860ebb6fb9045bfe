import { TerraformStack, Testing } from "cdktf";
import { configureBackend, type StateBackend } from "../../../modules/state/state-backend";
import { StateBucket, stateKeyAlias } from "../../../modules/state/state-bucket";
import { awsStack, synthStack } from "../../support/synth";

const terraformOf = (state: StateBackend, stackId = "shop-dev") => {
  const stack = awsStack(stackId);
  configureBackend(stack, state, "eu-west-1");
  return synthStack(stack).json.terraform;
};

describe("in a bucket", () => {
  test("is named after the stack, encrypted and locked", () => {
    expect(terraformOf({ kind: "s3", bucket: "acme-state" }).backend).toEqual({
      s3: {
        bucket: "acme-state",
        key: "shop-dev",
        region: "eu-west-1",
        encrypt: true,
        kms_key_id: "alias/acme-state",
        use_lockfile: true,
      },
    });
  });

  test("is another one for every stack", () => {
    const keyOf = (id: string) => terraformOf({ kind: "s3", bucket: "b-b" }, id).backend.s3.key;
    expect(keyOf("shop-dev")).not.toBe(keyOf("shop-prod"));
  });

  test("may be in another region and under another key", () => {
    const state = { kind: "s3", bucket: "acme", region: "us-east-1", kmsKeyId: "alias/x" } as const;
    expect(terraformOf(state).backend.s3).toMatchObject({
      region: "us-east-1",
      kms_key_id: "alias/x",
    });
  });

  test("uses the key that the bucket's own stack made, even for a name with dots", () => {
    const stack = awsStack("state-dev");
    new StateBucket(stack, "state", { bucketName: "state.acme.example" });
    configureBackend(stack, { kind: "s3", bucket: "state.acme.example" }, "eu-west-1");
    const json = synthStack(stack);
    const alias = json.resource("aws_kms_alias").name as string;
    expect(json.json.terraform.backend.s3.kms_key_id).toBe(alias);
    expect(alias).toBe("alias/state-acme-example");
    expect(stateKeyAlias("plain")).toBe("alias/plain");
  });
});

test("in a cloud: a workspace named after the stack, on the server, in the organization and project given", () => {
  expect(
    terraformOf({
      kind: "cloud",
      organization: "acme",
      hostname: "terraform.example.com",
      project: "shops",
    }),
  ).toMatchObject({
    cloud: {
      hostname: "terraform.example.com",
      organization: "acme",
      workspaces: { name: "shop-dev", project: "shops" },
    },
  });
  const plain = terraformOf({ kind: "cloud", organization: "acme" });
  expect(plain.cloud).toEqual({ organization: "acme", workspaces: { name: "shop-dev" } });
  expect(plain).not.toHaveProperty("backend");
});

test("in a cloud: a synth starts no program, such as a terraform that is not there", () => {
  const path = process.env.PATH;
  process.env.PATH = "";
  try {
    const app = Testing.app();
    const stack = new TerraformStack(app, "shop-dev");
    configureBackend(stack, { kind: "cloud", organization: "acme" }, "eu-west-1");
    expect(() => Testing.synth(stack, true)).not.toThrow();
  } finally {
    process.env.PATH = path;
  }
});
