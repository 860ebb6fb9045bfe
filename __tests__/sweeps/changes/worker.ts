import type { ChangedSystem } from "./changed-system";

export const worker: ChangedSystem<"worker"> = {
  system: "worker",
  settings: {
    network: { kind: "own", zoneCount: 2, nat: "single" },
    scheduledTasks: {
      nightly: { schedule: "rate(1 day)", command: ["clean-up"] },
      weekly: { schedule: "rate(7 days)", command: ["report"] },
    },
  },
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
    {
      title: "another time and another command of a scheduled task",
      set: {
        "scheduledTasks.nightly": { schedule: "cron(0 3 * * ? *)", command: ["clean-up", "--all"] },
      },
    },
    { title: "a task before a release", set: { beforeRelease: { command: ["migrate"] } } },
    { title: "one scheduled task less", set: { "scheduledTasks.weekly": undefined } },
    {
      title: "no scheduled tasks",
      set: { scheduledTasks: undefined },
      guarded: ["aws_sqs_queue.service_scheduled-tasks_failed_queue"],
    },
    { title: "policies of endpoints", set: { "network.endpointPolicies": {} } },
    { title: "keys of the customer", set: { "/customerManagedKeys": {} } },
    { title: "larger tasks", set: { task: { cpu: 1024, memoryMiB: 2048 } } },
    {
      title: "another name of the service",
      set: { "service.name": "clerk" },
      // Its name is the start of the queue's.
      guarded: ["aws_ecs_service.service", "aws_sqs_queue.service_scheduled-tasks_failed_queue"],
    },
  ],
};
