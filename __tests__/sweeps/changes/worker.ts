import type { ChangedSystem } from "./changed-system";

export const worker: ChangedSystem<"worker"> = {
  system: "worker",
  settings: { network: { kind: "own", zoneCount: 2, nat: "single" } },
  changes: [
    {
      title: "another name of the queue",
      set: { "queue.name": "orders" },
      guarded: ["aws_sqs_queue.queue", "aws_sqs_queue.queue_dead-letters"],
    },
    { title: "messages hidden for longer", set: { "queue.visibilityTimeoutSeconds": 300 } },
    {
      title: "instances in place of Fargate",
      set: { capacity: { kind: "instances" } },
      guarded: ["aws_ecs_service.service"],
    },
    { title: "larger tasks", set: { task: { cpu: 1024, memoryMiB: 2048 } } },
    {
      title: "another name of the service",
      set: { "service.name": "clerk" },
      guarded: ["aws_ecs_service.service"],
    },
  ],
};
