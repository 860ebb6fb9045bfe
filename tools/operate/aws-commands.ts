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
 * @throws UserError when ECS Exec cannot work in the service
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
