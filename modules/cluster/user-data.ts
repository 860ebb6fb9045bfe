import { Fn } from "cdktf";

/**
 * When the ECS agent pulls an image that an instance already has.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pull-behavior.html
 */
export type ImagePullBehavior = "default" | "always" | "once" | "prefer-cached";

export interface UserDataProps {
  readonly clusterName: string;
  readonly imagePullBehavior: ImagePullBehavior;
  readonly spot: boolean;
}

const CONFIGURATION_FILE = "/etc/ecs/ecs.config";

/**
 * The script that an instance runs at its first start, in base 64: it tells the ECS agent its cluster.
 *
 * What the agent's image for Amazon Linux already switches on (task roles, the `awslogs` driver) is not repeated.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
export function userData(props: UserDataProps): string {
  const settings = {
    ECS_CLUSTER: props.clusterName,
    ECS_IMAGE_PULL_BEHAVIOR: props.imagePullBehavior,
    // The hop limit keeps tasks in bridge mode from the instance's credentials; this one those in awsvpc mode.
    ECS_AWSVPC_BLOCK_IMDS: "true",
    // On the two minutes' notice of an interruption the agent drains the instance.
    ...(props.spot ? { ECS_ENABLE_SPOT_INSTANCE_DRAINING: "true" } : {}),
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `echo ${name}=${value} >> ${CONFIGURATION_FILE}`,
  );
  return Fn.base64encode(["#!/bin/bash", ...lines, ""].join("\n"));
}
