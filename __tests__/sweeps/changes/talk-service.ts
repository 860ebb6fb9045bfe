import { type ChangedSystem, certificate } from "./changed-system";

export const talkService: ChangedSystem<"talk-service"> = {
  system: "talk-service",
  settings: {
    services: {
      speaker: { priority: 2 },
      writer: { priority: 3 },
      talk: { priority: 4, deployment: { kind: "blue-green-by-variable" } },
    },
    capacity: { maxInstances: 8 },
  },
  changes: [
    { title: "one more service before the others", set: { "services.first": { priority: 1 } } },
    {
      title: "one service less",
      set: { "services.writer": undefined },
      guarded: [
        "aws_ecs_service.writer-service",
        "aws_lb_listener_rule.writer-service_rule",
        "aws_lb_target_group.writer-service_target-group",
      ],
    },
    {
      title: "another service in the place of one",
      set: { "services.writer": undefined, "services.critic": { priority: 3 } },
      guarded: [
        "aws_ecs_service.writer-service",
        "aws_lb_listener_rule.writer-service_rule",
        "aws_lb_target_group.writer-service_target-group",
      ],
      clashes: 1,
    },
    {
      title: "another name of a service",
      set: { "services.writer.service": { name: "author" } },
      guarded: ["aws_ecs_service.writer-service"],
    },
    { title: "another path", set: { "services.speaker.paths": ["/speakers", "/speakers/*"] } },
    {
      title: "another priority",
      set: { "services.speaker.priority": 9 },
      meant: ["aws_lb_listener_rule.speaker-service_rule.priority shifts from 6 to 27"],
    },
    {
      title: "two services that swap their priorities",
      set: { "services.speaker.priority": 3, "services.writer.priority": 2 },
      meant: [
        "aws_lb_listener_rule.speaker-service_rule.priority shifts from 6 to 9",
        "aws_lb_listener_rule.writer-service_rule.priority shifts from 9 to 6",
      ],
      clashes: 2,
    },
    {
      title: "blue/green by variable for another service, and no longer for one",
      set: {
        "services.talk.deployment": { kind: "rolling" },
        "services.speaker.deployment": { kind: "blue-green-by-variable" },
      },
      guarded: [
        "aws_ecs_service.talk-service_green",
        "aws_lb_target_group.talk-service_green-target-group",
      ],
    },
    {
      title: "blue/green by ECS",
      set: { "services.speaker.deployment": { kind: "blue-green-by-ecs" } },
    },
    { title: "a test header", set: { "services.talk.deployment.testHeader": "x-color" } },
    { title: "another health path", set: { "services.speaker.healthCheckPath": "/ready" } },
    { title: "another port", set: { "services.speaker.container": { port: 3000 } } },
    {
      title: "another scaling",
      set: { "services.speaker.serviceScaling": { strategies: [{ kind: "cpu-target" }] } },
    },
    {
      title: "another log group",
      set: { logGroupName: "/conference" },
      guarded: ["aws_cloudwatch_log_group.logs"],
    },
    { title: "packed tasks", set: { placement: "pack" } },
    {
      title: "a certificate, with plain HTTP sent over",
      set: {
        "loadBalancer.certificate": { kind: "existing", arn: certificate() },
      },
      guarded: [
        "aws_lb_listener_rule.speaker-service_rule",
        "aws_lb_listener_rule.talk-service_rule",
        "aws_lb_listener_rule.writer-service_rule",
      ],
    },
  ],
};
