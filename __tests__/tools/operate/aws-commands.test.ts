import { execCommands, logsCommands, statusCommands } from "../../../tools/operate/aws-commands";
import { deployedServices } from "../../../tools/operate/deployed-service";
import { EvaluatedStack } from "../../../tools/synthesized/evaluated-stack";
import { StackJson } from "../../../tools/synthesized/stack-json";

const STACK = new StackJson({
  provider: { aws: [{ region: "eu-west-1" }] },
  resource: {
    aws_ecs_cluster: { cluster: { name: "shops" } },
    aws_cloudwatch_log_group: { logs: { name: "/ecs/shop" } },
    aws_ecs_task_definition: {
      closed: task(true),
      open: task(false),
    },
    aws_ecs_service: {
      front: service("front", "closed", false),
      back: service("back", "open", true),
    },
  },
});

function task(readonlyRootFilesystem: boolean) {
  const container = { name: "web", readonlyRootFilesystem, logConfiguration: { options: {} } };
  container.logConfiguration.options = {
    "awslogs-group": "LOGS",
    "awslogs-stream-prefix": "shop",
  };
  const definitions = JSON.stringify([container]).replace(
    "LOGS",
    "${aws_cloudwatch_log_group.logs.name}",
  );
  return { container_definitions: definitions };
}

function service(name: string, definition: string, exec: boolean) {
  return {
    name,
    cluster: "${aws_ecs_cluster.cluster.arn}",
    task_definition: `\${aws_ecs_task_definition.${definition}.arn}`,
    enable_execute_command: exec,
  };
}

const services = async () => deployedServices(await EvaluatedStack.read(STACK, { variables: {} }));

describe("[2026-11 H] of a deployed system", () => {
  it("the status is asked of ECS, all services of a cluster at once", async () => {
    expect(statusCommands(await services())).toEqual([
      expect.stringMatching(
        /^aws ecs describe-services --region eu-west-1 --cluster shops --services front back --query ".*" --output table$/,
      ),
    ]);
  });

  it("the logs are those of its group, each prefix once", async () => {
    expect(logsCommands(await services())).toEqual([
      "aws logs tail /ecs/shop --region eu-west-1 --log-stream-name-prefix shop --since 10m --follow",
    ]);
  });

  it("a shell is opened in a task of a service that allows it", async () => {
    const [, back] = await services();
    expect(execCommands(back!)).toEqual([
      'aws ecs list-tasks --region eu-west-1 --cluster shops --service-name back --query "taskArns[0]" --output text',
      "aws ecs execute-command --region eu-west-1 --cluster shops --task <task> --container web --interactive --command /bin/sh",
    ]);
  });

  it("a shell is refused where ECS Exec cannot work, with every reason", async () => {
    const [front] = await services();
    expect(() => execCommands(front!)).toThrow(/must have ECS Exec enabled.*\n.*writable root/);
  });
});
