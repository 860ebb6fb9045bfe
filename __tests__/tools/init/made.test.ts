import { countsByKind } from "../../../tools/init/settings-files/made";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { Synthesis } from "../../../tools/synthesized/synthesis";

const stack = (name: string, resource: object) => ({
  name,
  folder: "",
  file: "",
  warnings: [],
  dependencies: [],
  json: new StackJson({
    resource,
    provider: { aws: [{ default_tags: [{ tags: { Environment: "dev" } }] }] },
  }),
});

test("counts what a deployment creates by AWS service, in words", () => {
  const synthesis = new Synthesis([
    stack("shop-dev", {
      aws_iam_role: { task: {}, execution: {} },
      aws_iam_role_policy: { task: {}, execution: {} },
      aws_lb: { lb: {} },
      aws_ecs_cluster_capacity_providers: { one: {}, two: {} },
      aws_sqs_queue: { jobs: {} },
    }),
  ]);
  expect(countsByKind(synthesis, "dev")).toEqual([
    ["IAM", 4, "2 IAM roles, 2 IAM role policies"],
    ["Amazon ECS", 2, "2 ECS cluster capacity providers"],
    ["Elastic Load Balancing", 1, "load balancer"],
    ["Amazon SQS and SNS", 1, "SQS queue"],
  ]);
});
