import { GUARDED_TYPES } from "../../../../tools/rehearse/guard/losses";
import { TWO_STEPS } from "../../../../tools/rehearse/guard/two-steps";
import { change, destroyed, judged, protectedBalancer, running } from "./plan-changes";

describe("the two steps", () => {
  test("are known for every type that is guarded", () => {
    expect(Object.keys(TWO_STEPS).sort()).toEqual([...GUARDED_TYPES].sort());
  });

  test.each([
    ["aws_ecs_service.web", "add an entry to services with the new name", "swap the paths"],
    [
      "aws_ecs_cluster.web",
      "copy the environment's file in environments/",
      "send the clients there",
    ],
    ["aws_lb.web", "copy the environment's file in environments/", "send the clients there"],
    ["aws_vpc.web", "copy the environment's file in environments/", "send the clients there"],
    ["aws_db_instance.web", "mysqldump", "send the clients there"],
    ["aws_dynamodb_table.web", "add a store to services with the new key", "to the new path"],
    [
      "aws_cognito_user_pool.web",
      "aws cognito-idp create-user-import-job",
      "send the clients there",
    ],
    ["aws_api_gateway_stage.web", "give the API a domain name", "change stageName"],
    ["aws_sqs_queue.web", "send new messages there", "aws sqs get-queue-attributes"],
    ["aws_cloudwatch_log_group.web", "aws logs create-export-task", "logGroupName"],
  ])("to replace %s are named in the refusal", (address, first, second) => {
    const replaced = change(address, ["delete", "create"], running, running);
    const [refusal = ""] = judged(protectedBalancer, replaced).refusals;
    const [, steps = ""] = refusal.split("Take two steps: (1) ");
    const [one, two] = steps.split("; (2) ");
    expect(one).toContain(first);
    expect(two).toContain(second);
  });

  test("differ when nothing replaces the resource", () => {
    const [refusal] = judged(protectedBalancer, destroyed("aws_ecs_service.web", running)).refusals;
    expect(refusal).toContain(
      "(1) give its paths to another entry of services, or send its clients elsewhere, and apply; (2) remove it",
    );
  });
});
