import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import type { Terraform } from "../../tools/rehearse/terraform/terraform";
import { withoutInapplicable } from "../../tools/rehearse/synthesized/without-inapplicable";
import { StackJson } from "../../tools/synthesized/stack-json";
import { runtimeOf } from "../support/environments";

const workplace = Workplace.create();

const stack = new StackJson(runtimeOf("rest-api", { api: { entry: "direct" } }).json);
const { planned, unknown } = withoutInapplicable(stack, workplace.awsProvider);

/** A Terraform in a folder of its own, with the stack or what is left of it. */
function terraformOf(name: string, json: object, endpoint = NO_ENDPOINT): Terraform {
  const folder = join(workplace.folder, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
  const aws = { source: "hashicorp/aws", version: workplace.awsProvider };
  const override = { terraform: { required_providers: { aws }, backend: { local: {} } } };
  writeFileSync(join(folder, "pinned_override.tf.json"), JSON.stringify(override));
  return workplace.terraform(folder, endpoint, { image_tag: "1.0.0" });
}

afterAll(() => {
  workplace.remove();
});

test("the stack straight to the balancer is valid, but for the arguments that an older provider lacks", async () => {
  const terraform = terraformOf("direct", stack.json);
  await terraform.init("-backend=false");
  if (unknown.length === 0) {
    await terraform.validate();
    return;
  }
  const refusal = await terraform.validate().then(
    () => "valid",
    (error: unknown) => (error as Error).message,
  );
  const refused = [...refusal.matchAll(/No argument or block type is named "(\w+)"/g)];
  expect(refused.map(([, name]) => name).sort()).toEqual(
    unknown.map(({ address }) => address.split(".").at(-1)).sort(),
  );
  expect([...refusal.matchAll(/Error: /g)]).toHaveLength(refused.length);
}, 120_000);

test("without those arguments the stack can be planned", async () => {
  const emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator-direct.log") });
  try {
    const terraform = terraformOf("rest", planned.json, emulator.endpoint);
    await terraform.init();
    const { changes } = await terraform.plan();
    const created = changes.map(({ address }) => address);
    expect(
      created.filter((address) => address.startsWith("aws_apigatewayv2_vpc_link.")),
    ).toHaveLength(1);
    expect(
      created.filter((address) => address.startsWith("aws_api_gateway_integration.")),
    ).toHaveLength(4);
    expect(created.join()).not.toMatch(/aws_api_gateway_vpc_link|target_group_attachment/);
  } finally {
    await emulator.stop();
  }
}, 300_000);

if (unknown.length > 0) {
  test.skip(`applies rest-api with entry "direct": ${unknown.map(({ reason }) => reason)[0] ?? ""}, set TERRAFORM_PROVIDER_MIRROR to a folder with 6.25 or newer`, () =>
    undefined);
}
