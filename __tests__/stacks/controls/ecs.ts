import { type Controls, each, eachContainer } from "./control";

const service = "aws_ecs_service";
const task = "aws_ecs_task_definition";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html */
export const ecs: Controls = {
  "ECS.2": each(
    service,
    ({ network_configuration: network }) => network.assign_public_ip === false,
    ({ network_configuration: network }) => network !== undefined,
  ),
  "ECS.3": each(task, ({ pid_mode: mode }) => mode === undefined),
  "ECS.4": eachContainer(({ privileged }) => !privileged),
  "ECS.5": eachContainer(({ readonlyRootFilesystem }) => readonlyRootFilesystem === true),
  "ECS.8": eachContainer(
    (container) =>
      !/AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|ECS_ENGINE_AUTH_DATA/.test(
        JSON.stringify(container),
      ),
  ),
  "ECS.9": eachContainer(({ logConfiguration }) => logConfiguration?.logDriver === "awslogs"),
  "ECS.10": each(
    service,
    ({ platform_version: version }) => version === undefined || version === "LATEST",
    ({ capacity_provider_strategy: shares = [] }) =>
      (shares as Record<string, string>[]).some(({ capacity_provider }) =>
        capacity_provider?.startsWith("FARGATE"),
      ),
  ),
  "ECS.12": each("aws_ecs_cluster", ({ setting }) =>
    setting.some(
      ({ name, value }: Record<string, string>) =>
        name === "containerInsights" && value !== "disabled",
    ),
  ),
  "ECS.17": each(task, ({ network_mode: mode }) => mode !== "host"),
  "ECS.20": eachContainer(({ user }) => !/^(0|root)(:|$)/.test(user ?? "0")),
};
