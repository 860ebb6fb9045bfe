import { ApiLogs } from "../../../../modules/api/rest-api/api-logs";
import { synth } from "../../../support/synth";

const logs = (props: Partial<ConstructorParameters<typeof ApiLogs>[2]> = {}) =>
  synth((stack) => {
    new ApiLogs(stack, "logs", {
      name: "shop",
      restApiId: "api-1",
      stageName: "live",
      executionLevel: "ERROR",
      retentionDays: 30,
      accountRole: "own",
      ...props,
    });
  });

test("lets API Gateway use the role once it may write", () => {
  const json = logs();
  const [address] = json.addressed("aws_iam_role_policy_attachment").map(([name]) => name);
  expect(address).toBeDefined();
  expect(json.resource("aws_api_gateway_account")["depends_on"]).toEqual([address]);
});

test("leaves the account alone where another system has set its role", () => {
  const json = logs({ accountRole: "present" });
  expect(json.resources("aws_api_gateway_account")).toEqual([]);
  expect(json.resources("aws_iam_role")).toEqual([]);
});
