import { type Controls, containers, each, every, tasks } from "./control";

const fargate = "FARGATE";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html */
export const ecs: Controls = {
  "ECS.2": ({ runtime }) =>
    every(
      runtime.resources("aws_ecs_service").filter((service) => service["network_configuration"]),
      (service) => service["network_configuration"].assign_public_ip === false,
    ),
  "ECS.3": ({ runtime }) => tasks(runtime).every((task) => task["pid_mode"] === undefined),
  "ECS.4": ({ runtime }) => containers(runtime).every(({ privileged }) => !privileged),
  "ECS.5": ({ runtime }) =>
    containers(runtime).every(({ readonlyRootFilesystem }) => readonlyRootFilesystem === true),
  "ECS.8": ({ runtime }) =>
    !/AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|ECS_ENGINE_AUTH_DATA/.test(runtime.text),
  "ECS.9": ({ runtime }) =>
    containers(runtime).every(({ logConfiguration }) => logConfiguration?.logDriver === "awslogs"),
  "ECS.10": ({ runtime }) =>
    every(
      runtime
        .resources("aws_ecs_service")
        .filter(({ capacity_provider_strategy: shares = [] }) =>
          (shares as Record<string, string>[]).some(({ capacity_provider }) =>
            capacity_provider?.startsWith(fargate),
          ),
        ),
      ({ platform_version: version }) => version === undefined || version === "LATEST",
    ),
  "ECS.12": each("aws_ecs_cluster", ({ setting }) =>
    setting.some(
      ({ name, value }: Record<string, string>) =>
        name === "containerInsights" && value !== "disabled",
    ),
  ),
  "ECS.17": ({ runtime }) => tasks(runtime).every((task) => task["network_mode"] !== "host"),
  "ECS.20": ({ runtime }) =>
    containers(runtime).every(({ user }) => !/^(0|root)(:|$)/.test(user ?? "0")),
};
