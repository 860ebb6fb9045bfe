import { instanceType, knownInstanceTypes } from "../../aws/instance-types";
import { methodsFit } from "../rules/api-methods";
import { pathsReached, prioritiesDiffer, rulesWithinQuota } from "../rules/listener-rules";
import { ecsName } from "./container";
import { fargateCapacity } from "./fargate";
import { known, settings } from "./fields";
import { balancerName, loadBalancer } from "./load-balancer";
import { mysqlDatabase } from "./mysql-database";
import { network } from "./network";
import { restApiGateway } from "./rest-api-gateway";
import { restApiServices } from "./rest-api-service";
import { containerInsights } from "./service";

/** Services on Fargate with a database, behind an internal balancer that a REST API leads to. */
export const restApi = settings({
  /** Must have private subnets. @default the environment's */
  network: network.optional(),
  /** @default "ecs-fargate-cluster-demo" */
  clusterName: ecsName().default("ecs-fargate-cluster-demo"),
  /** @default the environment's containerInsights */
  containerInsights: containerInsights().optional(),
  capacity: fargateCapacity().prefault({}),
  /** By name; "student" and "subject" have the reference's figures unless they are given others. @default these two */
  services: restApiServices.prefault({ student: {}, subject: {} }),
  /** The internal balancer, by which the API reaches the services and they each other. */
  loadBalancer: loadBalancer({
    name: "ecs-fargate-elb",
    healthCheckPath: "/health-check",
    plainHttp: "closed",
  }).prefault({}),
  /** Between the API and the balancer, where api.entry is "nlb". */
  networkLoadBalancer: settings({ name: balancerName().default("ecs-fargate-nlb") }).prefault({}),
  database: mysqlDatabase({ identifier: "ecs-fargate-db", databaseName: "school" }).prefault({}),
  api: restApiGateway.prefault({}),
  /** A machine in a private subnet that Session Manager leads to. @default none */
  bastion: settings({
    /** Of Graviton. @default "t4g.nano" */
    instanceType: known({
      rule: 'must be an instance type of Graviton, as in "t4g.nano"',
      isKnown: (type) => instanceType(type)?.architecture === "arm64",
      names: knownInstanceTypes,
    }).default("t4g.nano"),
  }).optional(),
}).check(prioritiesDiffer, pathsReached, rulesWithinQuota, methodsFit);
