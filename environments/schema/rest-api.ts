import { methodsDiffer, methodsReachService, parametersAgree } from "../rules/api-methods";
import { pathsReached, prioritiesDiffer, rulesWithinQuota } from "../rules/listener-rules";
import { ecsName } from "./container";
import { fargateCapacity } from "./fargate-capacity";
import { choice, settings, text } from "./fields";
import { balancerName, loadBalancer } from "./load-balancer";
import { mysqlDatabase } from "./mysql-database";
import { network } from "./network";
import { restApiGateway } from "./rest-api-gateway";
import { restApiServices } from "./rest-api-service";

const methodsOf = (
  noun: string,
  body: Record<
    string,
    { type: "string" | "integer"; maxLength?: number; minimum?: number; format?: "email" }
  >,
) => [
  {
    method: "POST" as const,
    path: `/${noun}`,
    backendPath: `/${noun}/`,
    body,
    summary: `Adds a ${noun}`,
  },
  {
    method: "GET" as const,
    path: `/${noun}/{${noun}_id}`,
    summary: `Finds a ${noun} by its id`,
  },
];

/** The reference's two services, with each its own pair of rules, so that both are reached by either path. */
export const referenceServices = {
  student: {
    paths: ["/demo1", "/demo1/*", "/student", "/student/*"],
    pathPrefix: "/demo1",
    priority: 1,
    methods: methodsOf("student", {
      name: { type: "string", maxLength: 100 },
      email: { type: "string", maxLength: 255, format: "email" },
      subject_id: { type: "integer", minimum: 1 },
    }),
    image: { kind: "repository" as const, repositoryName: "demo1" },
    family: "ecs-fargate-demo1-td",
    container: { name: "ecs-fargate-demo1-container" },
    service: { name: "ecs-fargate-demo1-service", desiredCount: 2 },
  },
  subject: {
    paths: ["/demo2", "/demo2/*", "/subject", "/subject/*"],
    pathPrefix: "/demo2",
    priority: 2,
    methods: methodsOf("subject", {
      name: { type: "string", maxLength: 100 },
      teacher: { type: "string", maxLength: 100 },
    }),
    image: { kind: "repository" as const, repositoryName: "demo2" },
    family: "ecs-fargate-demo2-td",
    container: { name: "ecs-fargate-demo2-container" },
    service: { name: "ecs-fargate-demo2-service", desiredCount: 2 },
  },
};

/** Services on Fargate with a database, behind an internal balancer that a REST API leads to. */
export const restApi = settings({
  /** Must have private subnets. @default the environment's */
  network: network.optional(),
  /** @default "ecs-fargate-cluster-demo" */
  clusterName: ecsName().default("ecs-fargate-cluster-demo"),
  /** @default "enhanced" */
  containerInsights: choice("enhanced", "enabled", "disabled").default("enhanced"),
  capacity: fargateCapacity().prefault({}),
  /** @default student and subject */
  services: restApiServices.prefault(referenceServices),
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
    instanceType: text(
      'must be an instance type of Graviton, as in "t4g.nano"',
      /^[a-z]{1,3}\d{1,2}g[a-z]{0,3}\.[a-z0-9]{1,12}$/,
    ).default("t4g.nano"),
  }).optional(),
}).check(
  prioritiesDiffer,
  pathsReached,
  rulesWithinQuota,
  methodsDiffer,
  methodsReachService,
  parametersAgree,
);
