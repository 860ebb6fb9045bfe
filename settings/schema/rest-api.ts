import { instanceType, knownInstanceTypes } from "../../aws/instance-types";
import { methodsFit } from "../rules/api-methods";
import { oneRuleShifts } from "../rules/blue-green";
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

/** Services on Fargate with a database, behind an internal load balancer and a REST API. */
export const restApi = settings({
  /** A network with private subnets. @default the environment's */
  network: network.optional(),
  /** @default "ecs-fargate-cluster-demo" */
  clusterName: ecsName().default("ecs-fargate-cluster-demo"),
  /** @default the environment's containerInsights */
  containerInsights: containerInsights().optional(),
  capacity: fargateCapacity().prefault({}),
  /** Services by name. "student" and "subject" have defaults of the reference. @default these two */
  services: restApiServices.prefault({ student: {}, subject: {} }),
  /** The internal load balancer, through which the API reaches the services and the services reach each other. */
  loadBalancer: loadBalancer({
    name: "ecs-fargate-elb",
    healthCheckPath: "/health-check",
    plainHttp: "closed",
  }).prefault({}),
  /** Between the API and the load balancer, if api.entry is "nlb". */
  networkLoadBalancer: settings({ name: balancerName().default("ecs-fargate-nlb") }).prefault({}),
  database: mysqlDatabase({ identifier: "ecs-fargate-db", databaseName: "school" }).prefault({}),
  api: restApiGateway.prefault({}),
  /** An instance in a private subnet, reachable through Session Manager. @default none */
  bastion: settings({
    /** A Graviton instance type. @default "t4g.nano" */
    instanceType: known({
      rule: 'must be an instance type of Graviton, as in "t4g.nano"',
      isKnown: (type) => instanceType(type)?.architecture === "arm64",
      names: knownInstanceTypes,
    }).default("t4g.nano"),
  }).optional(),
}).check(prioritiesDiffer, pathsReached, rulesWithinQuota, methodsFit, oneRuleShifts);
