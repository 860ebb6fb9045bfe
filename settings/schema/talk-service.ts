import { oneColorVariable } from "../rules/blue-green";
import { pathsReached, prioritiesDiffer, rulesWithinQuota } from "../rules/listener-rules";
import { servicesFit } from "../rules/placed-services";
import { capacity } from "./capacity";
import { clusterScaling, growsFromZero } from "./cluster-scaling";
import { ecsName } from "./container";
import { choice, settings, text } from "./fields";
import { loadBalancer } from "./load-balancer";
import { pathServices } from "./path-service";

/** Several services on EC2 behind one load balancer, told apart by path, with blue/green deployments by option. */
export const talkService = settings({
  /** @default "conference-cluster" */
  clusterName: ecsName().default("conference-cluster"),
  /** @default "enhanced" */
  containerInsights: choice("enhanced", "enabled", "disabled").default("enhanced"),
  /** Log group of all services, each with streams of its own. @default "talk-service-cloudwatch" */
  logGroupName: text("must be 1 to 400 letters, digits and ._/#-", /^[\w./#-]{1,400}$/).default(
    "talk-service-cloudwatch",
  ),
  /** @default talk, in blue and green, and speaker */
  services: pathServices.prefault({
    talk: { priority: 1, deployment: { kind: "blue-green-by-variable" } },
    speaker: { priority: 2 },
  }),
  capacity: capacity({ instanceTypes: ["t3.micro"], minInstances: 2, maxInstances: 4 }).prefault(
    {},
  ),
  clusterScaling: clusterScaling({
    metric: "instance-cpu",
    scaleOut: {
      thresholdPercent: 30,
      adjustment: 2,
      evaluationPeriods: 1,
      comparison: "at-or-above",
    },
    scaleIn: { thresholdPercent: 20, adjustment: -1, evaluationPeriods: 5 },
  }).prefault({ kind: "step" }),
  loadBalancer: loadBalancer({ name: "conferenceAlb", healthCheckPath: "/health" }).prefault({}),
}).check(
  prioritiesDiffer,
  pathsReached,
  rulesWithinQuota,
  oneColorVariable,
  servicesFit,
  growsFromZero,
);
