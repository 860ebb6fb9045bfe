import type { ChangedSystem } from "./changed-system";
import { OWN_NETWORK_OF_TWO_ZONES } from "./own-network";

export const restApi: ChangedSystem<"rest-api"> = {
  system: "rest-api",
  settings: {
    network: { kind: "own", zoneCount: 2, nat: "single" },
    services: { student: {}, subject: {} },
  },
  changes: [
    { title: "a larger disk", set: { "database.storageGiB": 50 } },
    { title: "a larger instance", set: { "database.instanceClass": "db.t4g.medium" } },
    {
      title: "another version",
      set: { "database.engineVersion": "8.4.7" },
    },
    { title: "a copy in another zone", set: { "database.multiAz": true } },
    {
      title: "another name of the database instance",
      set: { "database.identifier": "school" },
      guarded: [
        "aws_cloudwatch_log_group.database_error-log",
        "aws_cloudwatch_log_group.database_slowquery-log",
      ],
    },
    {
      title: "another database in it",
      set: { "database.databaseName": "campus" },
      guarded: ["aws_db_instance.database"],
    },
    {
      title: "another master user",
      set: { "database.username": "owner" },
      guarded: ["aws_db_instance.database"],
    },
    { title: "another port of the database", set: { "database.port": 13_306 } },
    {
      title: "straight to the balancer",
      set: { "api.entry": "direct" },
      guarded: [
        "aws_api_gateway_vpc_link.vpc-link",
        "aws_lb.vpc-link_network-load-balancer",
        "aws_lb_listener.vpc-link_network-load-balancer_listener",
        "aws_lb_target_group.vpc-link_network-load-balancer_target-group",
      ],
    },
    {
      title: "another name of the network load balancer",
      set: { "networkLoadBalancer.name": "school" },
      guarded: ["aws_lb.vpc-link_network-load-balancer"],
    },
    { title: "another name of the API", set: { "api.name": "school" } },
    { title: "another name of the link", set: { "api.vpcLinkName": "school" } },
    {
      title: "another stage",
      set: { "api.stageName": "live" },
      guarded: ["aws_api_gateway_stage.api_stage"],
    },
    { title: "a firewall", set: { "api.webAcl": { kind: "own" } } },
    {
      title: "keys for clients",
      set: {
        "api.usagePlan": { throttling: { requestsPerSecond: 5, burst: 5 }, clients: ["web"] },
      },
    },
    { title: "logs", set: { "api.logs": {} } },
    {
      title: "keys of the customer",
      set: { "/customerManagedKeys": {} },
      // The storage of a database keeps its key for ever.
      guarded: ["aws_db_instance.database"],
    },
    { title: "a bastion", set: { bastion: {} } },
    { title: "another service", set: { "services.room": { priority: 3 } } },
    {
      title: "another name of the balancer",
      set: { "loadBalancer.name": "school" },
      guarded: [
        "aws_lb.entry_load-balancer",
        "aws_lb_listener.entry_listeners_http",
        "aws_lb_listener_rule.student-service_rule",
        "aws_lb_listener_rule.subject-service_rule",
      ],
    },
    { title: "more zones", set: { "network.zoneCount": 3 } },
    {
      title: "another block of addresses",
      set: { "network.cidr": "10.9.0.0/16" },
      guarded: [...OWN_NETWORK_OF_TWO_ZONES],
    },
  ],
};
