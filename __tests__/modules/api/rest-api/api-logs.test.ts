import { ApiLogRole } from "../../../../modules/api/rest-api/api-log-role";
import { synth } from "../../../support/synth";

test("lets API Gateway use the role once it may write", () => {
  const json = synth((stack) => {
    new ApiLogRole(stack, "log-role");
  });
  const [address] = json.addressed("aws_iam_role_policy_attachment").map(([name]) => name);
  expect(address).toBeDefined();
  const account = json.resource("aws_api_gateway_account");
  expect(account.depends_on).toEqual([address]);
  expect(account.lifecycle).toEqual({ prevent_destroy: true });
  const role = json.referenced(account.cloudwatch_role_arn as string);
  const trust = json.referenced(role.assume_role_policy as string);
  expect(trust.statement[0].principals[0].identifiers).toEqual(["apigateway.amazonaws.com"]);
});
