import * as ecs from "../../../aws/containers/ecs";
import { isMovingTag } from "../../../aws/containers/images";
import { MAX_LOAD_BALANCER_NAME } from "../../../aws/networking/load-balancing";
import { type Broken, broken, rule, systemRule } from "../rule";
import { show } from "../../wording/show";

export interface Daemon {
  stage?: string;
  service: { name: string; minimumHealthyPercent: number };
  capacity: { minInstances: number };
}

/** Tasks that ECS keeps up in a deployment while the group is at its smallest; it rounds up. */
export function tasksKept({ service, capacity }: Pick<Daemon, "service" | "capacity">): number {
  return ecs.tasksKept(capacity.minInstances, service.minimumHealthyPercent);
}

/** An empty group has no CPU to measure, and a daemon has no tasks that wait for room. */
export const daemonHasInstances = rule<Daemon>(
  ["capacity.minInstances"],
  ({ capacity: { minInstances } }) =>
    minInstances > 0
      ? undefined
      : broken(
          "capacity.minInstances",
          "must be 1 or more, because a group without instances has no CPU metric to scale on",
          minInstances,
          "Raise it: with 2 or more, a deployment can be a rolling one.",
        ),
);

/** An instance's new task starts when its old one has stopped, so that one at least must be free to stop. */
export const daemonRollsOut = rule<Daemon>(
  ["service.minimumHealthyPercent", "capacity.minInstances"],
  ({ service, capacity }) => {
    const { minInstances } = capacity;
    const keep = tasksKept({ service, capacity });
    if (minInstances === 0 || keep < minInstances) return undefined;
    return broken(
      "service.minimumHealthyPercent",
      `must allow a deployment to stop a task: of ${minInstances} (capacity.minInstances), ${keep} must keep running`,
      service.minimumHealthyPercent,
      "Lower it, or raise capacity.minInstances.",
    );
  },
);

/** Of the names made of them, the balancer's is the one that AWS gives the least room. */
export const daemonNamesFit = systemRule<{ name: string }, Daemon>(
  { environment: ["name"], system: ["service.name", "stage"] },
  ({ service, stage }, environment) => {
    const most = MAX_LOAD_BALANCER_NAME - 1 - (stage ?? environment.name).length;
    return service.name.length <= most
      ? undefined
      : broken(
          "service.name",
          `must have at most ${most} characters with stage ${show(stage ?? environment.name)}, because AWS allows ${MAX_LOAD_BALANCER_NAME} in the load balancer's name`,
          service.name,
          "Shorten one of them.",
        );
  },
);

/** With no task that must stay up, ECS replaces all of them at once. */
export function allAtOnce(daemon: Daemon): Broken[] {
  const { minimumHealthyPercent } = daemon.service;
  if (tasksKept(daemon) > 0) return [];
  return [
    {
      at: ["service", "minimumHealthyPercent"],
      message:
        `is ${minimumHealthyPercent}, so a deployment stops every task before it starts a new one, and no task responds in between. ` +
        `Raise it to 50, with capacity.minInstances at 2 or more.`,
    },
  ];
}

type PartedImage =
  | { kind: "repository" }
  | { kind: "registry"; containerRegistry: string; containerName: string; containerTag?: string };

export function movingContainerTag({ image }: { image: PartedImage }): Broken[] {
  if (image.kind !== "registry" || !isMovingTag(image.containerTag ?? "")) return [];
  return [
    {
      at: ["image", "containerTag"],
      message:
        `is "${image.containerTag ?? ""}", which can move: different versions can run at the same time, and you cannot roll back to it. Set a version, ` +
        `or leave it out to use the variable image_tag.`,
    },
  ];
}

/** The sample's name is a default, and no registry but one's own has it. */
export function sampleNowhere({ image }: { image: PartedImage }): Broken[] {
  if (image.kind !== "registry" || image.containerRegistry !== "docker.io") return [];
  if (image.containerName.includes("/")) return [];
  if (image.containerName !== "daemon-api") return [];
  return [
    {
      at: ["image", "containerName"],
      message:
        `is "daemon-api", the sample, which is not on Docker Hub. Set your own image, or build the sample: ` +
        `image: { kind: "repository", build: {} }.`,
    },
  ];
}
