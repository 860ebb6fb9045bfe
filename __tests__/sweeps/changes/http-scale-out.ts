import { type ChangedSystem, certificate } from "./changed-system";

export const httpScaleOut: ChangedSystem<"http-scale-out"> = {
  system: "http-scale-out",
  settings: { capacity: { maxInstances: 7 } },
  changes: [
    {
      title: "another name of the service",
      set: { "service.name": "shop" },
      guarded: ["aws_ecs_service.service"],
    },
    {
      title: "another name of the cluster",
      set: { clusterName: "shop" },
      guarded: ["aws_ecs_service.service"],
    },
    {
      title: "another name of the balancer",
      set: { "loadBalancer.name": "shop" },
      guarded: ["aws_lb.entry_load-balancer", "aws_lb_listener.entry_listeners_http"],
    },
    { title: "another name of the container", set: { "container.name": "shop" } },
    { title: "another port", set: { "container.port": 8080 } },
    { title: "another health path", set: { "loadBalancer.healthCheck": { path: "/health" } } },
    { title: "more memory", set: { "container.memoryLimitMiB": 300 } },
    { title: "a larger disk", set: { "capacity.rootVolumeGiB": 60 } },
    { title: "other instance types", set: { "capacity.instanceTypes": ["t3.small"] } },
    { title: "some Spot", set: { "capacity.spotPercent": 50 } },
    { title: "managed scaling of the instances", set: { clusterScaling: { kind: "managed" } } },
    { title: "step scaling of the instances", set: { clusterScaling: { kind: "step" } } },
    {
      title: "a forecast of the instances that may raise the maximum",
      set: {
        clusterScaling: {
          kind: "cpu-target",
          predictive: { mode: "forecast-and-scale", maxCapacityBufferPercent: 10 },
        },
      },
    },
    {
      title: "steps on latency beside the CPU target",
      set: {
        "serviceScaling.strategies": [
          { kind: "cpu-target" },
          {
            kind: "metric-step",
            metric: {
              namespace: "AWS/ApplicationELB",
              metricName: "TargetResponseTime",
              statistic: "p95",
              ofLoadBalancer: true,
            },
            scaleOut: { threshold: 0.3 },
          },
        ],
      },
    },
    { title: "tasks spread over the zones", set: { placement: "spread" } },
    {
      title: "an image from elsewhere",
      set: { image: { kind: "reference", reference: "ghcr.io/acme/shop" } },
    },
    { title: "a way out to a database", set: { "capacity.egress": [{ port: 5432 }] } },
    { title: "SSH", set: { "capacity.ssh": { keyName: "operations", cidr: "203.0.113.0/24" } } },
    { title: "rollback on alarms", set: { "/protections.rollbackOnAlarms": true } },
    { title: "blue/green by ECS", set: { deployment: { kind: "blue-green-by-ecs" } } },
    {
      title: "a scheduled task",
      set: { scheduledTasks: { nightly: { schedule: "rate(1 day)", command: ["clean-up"] } } },
    },
    { title: "access logs", set: { "loadBalancer.accessLogs": { retentionDays: 30 } } },
    {
      title: "a certificate",
      set: {
        "loadBalancer.certificate": {
          kind: "existing",
          arn: certificate(),
        },
      },
    },
    { title: "no deletion protection", set: { "/protections.deletionProtection": false } },
    { title: "e-mails of alarms", set: { "/notificationEmail": "operations@example.com" } },
    {
      title: "objectives",
      set: {
        "/notificationEmail": "operations@example.com",
        objectives: { availability: 99.9, p99LatencyMs: 300 },
      },
    },
    {
      title: "a channel of Slack",
      set: {
        "/notifications": { slack: { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" } },
      },
    },
    {
      title: "Fargate in place of instances",
      set: {
        capacity: { kind: "fargate" },
        network: { kind: "own", zoneCount: 2, nat: "single" },
        // No load balancer moves to another VPC.
        "loadBalancer.name": "shop",
      },
      guarded: [
        "aws_autoscaling_group.capacity_group",
        "aws_lb.entry_load-balancer",
        "aws_lb_listener.entry_listeners_http",
      ],
      // ECS deletes no provider in use: an apply that comes to it first fails there, and the next one ends the change.
      meant: [
        "aws_ecs_capacity_provider.capacity_provider is destroyed while aws_ecs_cluster_capacity_providers.cluster_capacity-providers still refers to it",
        "aws_ecs_capacity_provider.capacity_provider is destroyed while aws_ecs_service.service still refers to it",
      ],
    },
    { title: "fewer zones", set: { "/network": { kind: "default-vpc", zoneCount: 2 } } },
    { title: "other tags", set: { "/tags": { Team: "shop" } } },
  ],
};
