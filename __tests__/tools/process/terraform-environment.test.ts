import { terraformEnvironment } from "../../../tools/process/terraform-environment";

test("Terraform keeps the user's settings", () => {
  const own = { AWS_PROFILE: "dev", TF_CLI_ARGS_plan: "-parallelism=2", TF_WORKSPACE: "own" };
  expect(terraformEnvironment(own)).toMatchObject(own);
});

test("Terraform asks for no news of itself unless the user wants it to", () => {
  expect(terraformEnvironment({})["CHECKPOINT_DISABLE"]).toBe("1");
  expect(terraformEnvironment({ CHECKPOINT_DISABLE: "" })["CHECKPOINT_DISABLE"]).toBe("");
});

test("Terraform suggests no commands, whatever the user's setting", () => {
  expect(terraformEnvironment({})["TF_IN_AUTOMATION"]).toBe("1");
  expect(terraformEnvironment({ TF_IN_AUTOMATION: "" })["TF_IN_AUTOMATION"]).toBe("1");
});
