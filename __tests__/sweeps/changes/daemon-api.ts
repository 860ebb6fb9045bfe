import type { ChangedSystem } from "./changed-system";

export const daemonApi: ChangedSystem<"daemon-api"> = {
  system: "daemon-api",
  settings: {},
  changes: [
    { title: "another port", set: { "container.port": 3000 } },
    { title: "more instances", set: { "capacity.maxInstances": 8 } },
    { title: "target tracking", set: { clusterScaling: { kind: "cpu-target" } } },
    {
      title: "Graviton",
      set: { "capacity.architecture": "arm64", "capacity.instanceTypes": ["t4g.micro"] },
    },
    { title: "keys of the customer", set: { "/customerManagedKeys": {} } },
    { title: "an image pinned", set: { "capacity.imageId": "ami-0123456789abcdef0" } },
    {
      title: "another stage",
      set: { stage: "blue" },
      guarded: [
        "aws_autoscaling_group.capacity_group",
        "aws_cloudwatch_log_group.logs",
        "aws_ecs_service.service",
        "aws_lb.entry_load-balancer",
        "aws_lb_listener.entry_listeners_http",
      ],
    },
  ],
};
