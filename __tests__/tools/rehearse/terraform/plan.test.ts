import { planOf } from "../../../../tools/rehearse/terraform/plan";
import { TerraformError } from "../../../../tools/rehearse/terraform/terraform";

const lines = (...messages: object[]): string =>
  messages.map((each) => JSON.stringify(each)).join("\n");

test("lists the changes of resources and outputs", () => {
  const output = lines(
    { type: "version", terraform: "1.11.4" },
    { type: "planned_change", change: { resource: { addr: "aws_lb.web" }, action: "create" } },
    { type: "resource_drift", change: { resource: { addr: "aws_vpc.net" }, action: "update" } },
    { type: "outputs", outputs: { url: { action: "update" }, name: { action: "noop" } } },
  );
  expect(planOf(output).changes).toEqual([
    { address: "aws_lb.web", action: "create" },
    { address: "output.url", action: "update" },
  ]);
});

test("has no changes when Terraform plans none", () => {
  expect(planOf(lines({ type: "change_summary", changes: { add: 0 } })).changes).toEqual([]);
});

test("a failure reports the errors in the JSON lines, not the lines", () => {
  const stdout = lines(
    { type: "version" },
    { type: "diagnostic", diagnostic: { severity: "warning", summary: "Deprecated", detail: "" } },
    {
      type: "diagnostic",
      diagnostic: {
        severity: "error",
        summary: "Wrong",
        detail: "Is wrong.",
        address: "aws_lb.web",
      },
    },
  );
  const result = { exitCode: 1, stdout, stderr: "", seconds: 1 };
  expect(new TerraformError("apply", "web-dev", result).message).toBe(
    "terraform apply failed in web-dev:\naws_lb.web Wrong\nIs wrong.",
  );
});

test("a failure without JSON reports Terraform's output", () => {
  const result = {
    exitCode: 1,
    stdout: "Initializing\n",
    stderr: "Error: no network\n",
    seconds: 1,
  };
  expect(new TerraformError("init", "web-dev", result).message).toBe(
    "terraform init failed in web-dev:\nInitializing\nError: no network",
  );
});
