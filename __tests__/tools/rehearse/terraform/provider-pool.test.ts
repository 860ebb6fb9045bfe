import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderPool } from "../../../../tools/rehearse/terraform/provider-pool";

const folder = mkdtempSync(join(tmpdir(), "pool-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const pool = new ProviderPool({
  provider: "registry.terraform.io/hashicorp/aws",
  program: () => Promise.reject(new Error("no provider was to be started")),
  env: {},
  folder,
});
const attach = (type: string) => {
  const json = { resource: { [type]: { one: { source: "./assets/page/index.html" } } } };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
  return pool.attach(folder, "http://127.0.0.1:1");
};

test("leaves a stack with files to a provider that Terraform starts in the stack's folder", async () => {
  expect(await attach("aws_s3_object")).toEqual({});
});

test("offers a separate process to any other stack", async () => {
  await expect(attach("aws_sqs_queue")).rejects.toThrow("no provider was to be started");
});
