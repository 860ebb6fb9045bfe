import { wakeUpMinutes } from "../../aws/scaling/idling";
import type { Idling } from "../synthesized/idling";
import { COLORS, type SwitchableService } from "./switchable-service";
import { UserError } from "../terminal/user-error";
import type { DeployedService } from "./deployed-service";

const STATUS =
  "services[].{service:serviceName,desired:desiredCount,running:runningCount,pending:pendingCount,rollout:deployments[0].rolloutState,event:events[0].message}";

/** @see https://docs.aws.amazon.com/cli/latest/reference/ecs/describe-services.html */
export function statusCommands(services: readonly DeployedService[]): readonly string[] {
  const clusters = [...new Set(services.map(({ cluster }) => cluster))];
  return clusters.map((cluster) => {
    const own = services.filter((service) => service.cluster === cluster);
    return [
      `aws ecs describe-services --region ${own[0]?.region ?? ""} --cluster ${cluster}`,
      `--services ${own.map(({ name }) => name).join(" ")}`,
      `--query "${STATUS}" --output table`,
    ].join(" ");
  });
}

/** @see https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/describe-alarms.html */
export function idleCommands(
  { alarm, afterMinutes }: Idling,
  [service]: readonly DeployedService[],
): readonly string[] {
  return [
    `# Idle after ${afterMinutes} minutes without a request: ALARM. It wakes on the first request, within ${wakeUpMinutes.all} minutes: OK.`,
    `aws cloudwatch describe-alarms --region ${service?.region ?? ""} --alarm-names ${alarm} --query "MetricAlarms[].[StateValue,StateUpdatedTimestamp]" --output text`,
  ];
}

/** @see https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html */
export function logsCommands(services: readonly DeployedService[]): readonly string[] {
  const commands = services.flatMap(({ region, containers }) =>
    containers.flatMap(({ logs }) =>
      logs === undefined
        ? []
        : [
            `aws logs tail ${logs.group} --region ${region} --log-stream-name-prefix ${logs.streamPrefix} --since 10m --follow`,
          ],
    ),
  );
  return [...new Set(commands)];
}

/**
 * @throws UserError if ECS Exec cannot work in the service
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
export function execCommands(service: DeployedService): readonly string[] {
  const { name, cluster, region, allowsExec, containers } = service;
  const [container] = containers;
  const problems = [
    ...(allowsExec
      ? []
      : [
          `${name} must have ECS Exec enabled (enable_execute_command), got a service without it. Set service.enableExecuteCommand to true.`,
        ]),
    ...(container?.isReadOnly === true
      ? [
          `${name} must have a writable root file system for ECS Exec, whose agent writes files, got a read-only one. Set container.readonlyRootFilesystem to false.`,
        ]
      : []),
  ];
  if (problems.length > 0) {
    throw new UserError(
      `${problems.join("\n")}\nRead its logs instead: npm run logs -- <system> <environment> ${name}`,
    );
  }
  const place = `--region ${region} --cluster ${cluster}`;
  return [
    `aws ecs list-tasks ${place} --service-name ${name} --query "taskArns[0]" --output text`,
    `aws ecs execute-command ${place} --task <task> --container ${container?.name ?? ""} --interactive --command /bin/sh`,
  ];
}

/**
 * Commands for a switch without downtime: first the other color gets as many tasks as the live one, then the requests.
 */
export function switchCommands(
  stack: string,
  { region, cluster, services }: SwitchableService,
): readonly string[] {
  const deploy = `npm run cdktf -- deploy ${stack} --ignore-missing-stack-dependencies --var image_tag=<tag>`;
  return [
    "# 1. Get the number of running tasks of the live colour, blue or green.",
    ...COLORS.map(
      (color) =>
        `aws ecs describe-services --region ${region} --cluster ${cluster} --services ${services[color]} --query "services[0].runningCount" --output text`,
    ),
    "# 2. Give the other colour as many tasks, and wait until they are healthy. Leave live_color unchanged.",
    `${deploy} --var live_color=<live> --var switch_floor=<number>`,
    ...COLORS.map(
      (color) =>
        `aws ecs wait services-stable --region ${region} --cluster ${cluster} --services ${services[color]}`,
    ),
    "# 3. Move the requests. Both colours keep their tasks, so you can go back by setting live_color again.",
    `${deploy} --var live_color=<other> --var switch_floor=<number>`,
    "# 4. After 15 minutes, if you will not go back, let both colours scale again.",
    `${deploy} --var live_color=<other>`,
  ];
}
