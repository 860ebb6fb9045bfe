import {
  execCommands,
  idleCommands,
  logsCommands,
  statusCommands,
  switchCommands,
} from "../../../tools/operate/aws-commands";
import { switchableService } from "../../../tools/operate/switchable-service";
import { runtimeOf } from "../../support/environments";
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

  it("the state of the alarm tells whether it is idle", async () => {
    const idling = { alarm: "shop-dev-idle", afterMinutes: 15 };
    expect(idleCommands(idling, await services())).toEqual([
      "# Idle after 15 minutes without a request: ALARM. It wakes on the first request, within 5 minutes: OK.",
      expect.stringMatching(
        /^aws cloudwatch describe-alarms --region eu-west-1 --alarm-names shop-dev-idle --query ".*" --output text$/,
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

describe("[2026-11 B11] a switch of colours", () => {
  const variables = { image_tag: "1.0.0", live_color: "blue" };
  const talk = new StackJson(
    runtimeOf("talk-service", {
      services: {
        talk: { priority: 1, deployment: { kind: "blue-green-by-variable" } },
        speaker: { priority: 2 },
      },
    }).json,
  );

  it("gives the other colour as many tasks as the live one has before it gets the requests", async () => {
    const stack = await EvaluatedStack.read(talk, { variables });
    const commands = switchCommands(
      "talk-service-dev",
      switchableService("talk-service-dev", stack),
    );
    const steps = commands.filter((line) => line.startsWith("npm run cdktf"));
    expect(steps.map((line) => line.replace(/^.*image_tag=<tag> /, ""))).toEqual([
      "--var live_color=<live> --var switch_floor=<number>",
      "--var live_color=<other> --var switch_floor=<number>",
      "--var live_color=<other>",
    ]);
    expect(commands[1]).toContain(
      "--region us-east-2 --cluster conference-cluster --services talk-service-ecs --query",
    );
    expect(commands[2]).toContain("--services talk-service-ecs-green --query");
    const waits = commands.findIndex((line) => line.startsWith("aws ecs wait"));
    expect(waits).toBeLessThan(commands.indexOf(steps[1]!));
  });

  it.each([
    ["0", [2, 2]],
    ["5", [5, 5]],
    ["50", [8, 8]],
  ])("has a floor of both colours that the settings bound: %s", async (floor, expected) => {
    const given = { ...variables, switch_floor: floor };
    const stack = await EvaluatedStack.read(talk, { variables: given });
    const targets = stack.resources("aws_appautoscaling_target").map(({ block }) => block);
    const ofTalk = targets.filter(({ resource_id: id }) =>
      String(id).includes("/talk-service-ecs"),
    );
    expect(ofTalk.map(({ min_capacity: min }) => min)).toEqual(expected);
    const off = stack.withVariables({ running_colors: '["blue"]' });
    const mins = off.resources("aws_appautoscaling_target").map(({ block }) => block.min_capacity);
    expect(mins).toContain(0);
  });

  it("is nothing for a system without colours", async () => {
    const stack = await EvaluatedStack.read(STACK, { variables: {} });
    expect(() => switchableService("shop-dev", stack)).toThrow(
      'shop-dev must have a service with deployment { kind: "blue-green-by-variable" } to be switched, got none.',
    );
  });
});
