import { instanceType, knownInstanceTypes } from "../../../aws/compute/instance-types";
import { methodsFit } from "../../rules/systems/api-methods";
import { oneRuleShifts } from "../../rules/service/blue-green";
import { tasksFitManaged } from "../../rules/capacity/managed-instances";
import { targetsOfServicesFit } from "../../rules/service/more-targets";
import { servicesConnect } from "../../rules/service/service-connect";
import { optionsOfServices } from "../../rules/capacity/platform";
import {
  directRulesWithinQuota,
  pathsReached,
  prioritiesDiffer,
  rulesWithinQuota,
} from "../../rules/service/listener-rules";
import { sessionsFitServices } from "../../rules/service/stickiness";
import { containersOfServices } from "../../rules/containers/task-containers";
import { addContainers, removeContainers } from "../containers/added-containers";
import { idle } from "../operations/asleep";
import { ecsName } from "../containers/container";
import { fargateCapacity } from "../capacity/fargate";
import { known, settings } from "../fields";
import { balancerName, loadBalancer } from "../service/load-balancer";
import { mysqlDatabase } from "./mysql-database";
import { network } from "../network";
import { restApiGateway } from "./rest-api-gateway";
import { restApiServices } from "./rest-api-service";
import { objectives } from "../operations/objectives";
import { serviceConnect } from "../service/service-connect";
import { containerInsights } from "../service/service";
import { systemName } from "../system-name";

/** Services on Fargate with a database, behind an internal load balancer and a REST API. */
export const restApi = settings({
  /** Name from which the names of the system's parts follow, in place of the reference's (docs/tutorials/your-own-container.md). @default none */
  name: systemName(),
  /** A network with private subnets. @default the environment's */
  network: network.optional(),
  /**
   * Name of the ECS cluster.
   * @default "ecs-fargate-cluster-demo"
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
   */
  clusterName: ecsName().default("ecs-fargate-cluster-demo"),
  /**
   * Container Insights of the cluster.
   * @default the environment's containerInsights
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
   */
  containerInsights: containerInsights().optional(),
  /** Objectives of availability and latency, whose burn rates are watched. @default none */
  objectives: objectives().optional(),
  /** Where the tasks run. */
  capacity: fargateCapacity().prefault({}),
  /** Whether the tasks stop while nobody calls, so that the first request waits minutes: docs/how-to/spend.md. @default they run */
  idle: idle(),
  /** Calls of one service to another by name, through proxies that ECS adds to the tasks. @default none */
  serviceConnect: serviceConnect(),
  /** Services by name. "student" and "subject" have defaults of the reference. @default these two */
  services: restApiServices.prefault({ student: {}, subject: {} }),
  /** The internal load balancer, through which the API reaches the services and the services reach each other. */
  loadBalancer: loadBalancer({
    name: "ecs-fargate-elb",
    healthCheckPath: "/health-check",
    plainHttp: "closed",
  }).prefault({}),
  /** Between the API and the load balancer, if api.entry is "nlb". */
  networkLoadBalancer: settings({
    /** Name of the load balancer. @default "ecs-fargate-nlb" */
    name: balancerName().default("ecs-fargate-nlb"),
  }).prefault({}),
  /** The MySQL database of the services. */
  database: mysqlDatabase({ identifier: "ecs-fargate-db", databaseName: "school" }).prefault({}),
  /** The API in front of the services. */
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
}).check(
  addContainers,
  prioritiesDiffer,
  pathsReached,
  rulesWithinQuota,
  directRulesWithinQuota,
  methodsFit,
  oneRuleShifts,
  containersOfServices,
  servicesConnect,
  sessionsFitServices,
  targetsOfServicesFit,
  tasksFitManaged,
  optionsOfServices,
  removeContainers,
);
