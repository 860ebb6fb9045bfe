import { clusterDefaults, imageDefaults } from "../../aws/defaults";
import { managedPolicyArn } from "../../aws/iam";
import { lifecycle } from "../../aws/containers/images";
import {
  type NamedPlace,
  recordsOfSystemsDiffer,
  repositoriesDiffer,
  systemsDiffer,
} from "../rules/environments/between-systems";
import { idleRules, sleepRules, sleepsUnprotected } from "../rules/operations/asleep";
import {
  allocatedTagsAreThere,
  budgetInPartition,
  budgetIsHeard,
} from "../rules/operations/budget";
import { arnsAreNear } from "../rules/environments/arns";
import { endpointsAdmit } from "../rules/environments/endpoint-policies";
import { secretsWithinReach } from "../rules/containers/foreign-secrets";
import {
  providerShiftsTraffic,
  providerShiftsTrafficOfServices,
} from "../rules/service/blue-green";
import { daemonNamesFit } from "../rules/systems/daemon";
import { loadTestReachesOut } from "../rules/operations/load-test";
import { managedInstanceRules, providerManages } from "../rules/capacity/managed-instances";
import {
  imageWithinReach,
  linkHasZones,
  networkIsPrivate,
  registryPortIsOpen,
  registryWithinReach,
  servicesWithinReach,
} from "../rules/environments/network";
import {
  alarmsAreHeard,
  chatIsOffered,
  objectivesAreHeard,
  topicInRegion,
} from "../rules/operations/notifications";
import {
  cloudFrontAlarmsAreHeard,
  latencyOfPageIsMeasured,
  senderWithinReach,
  usersAclInRegion,
} from "../rules/systems/page-and-users";
import { pipelineRules } from "../rules/operations/pipelines";
import { forecastsAreProvided } from "../rules/scaling/predictive-scaling";
import { previewRules } from "../rules/operations/previews";
import { providerVersionProblem } from "../rules/environments/provider-version";
import { gatewayNames } from "../rules/service/public-names";
import { balancerNameFits, publicSystem } from "../rules/service/public-system";
import {
  databaseInRegion,
  httpApiInRegion,
  instancesInRegion,
  zonesInRegion,
} from "../rules/environments/region";
import { restApiRules } from "../rules/systems/rest-api";
import {
  scalingNamesFit,
  tasksAreCounted,
  tasksOfServicesAreCounted,
} from "../rules/scaling/service-scaling";
import { namespaceFits } from "../rules/systems/store-services";
import { sidecarsWithinReach } from "../rules/containers/sidecars";
import { workerRules } from "../rules/systems/worker";
import { alarms } from "./operations/alarms";
import { asleep } from "./operations/asleep";
import { budget } from "./operations/budget";
import { customerManagedKeys } from "./operations/customer-managed-keys";
import { daemonApi } from "./systems/daemon-api";
import { domain } from "./domain-names";
import { awsRegion, emailAddress, flag, settings, text, textWithout, wholeNumber } from "./fields";
import { github } from "./operations/github";
import { httpApi } from "./systems/http-api";
import { httpScaleOut } from "./systems/http-scale-out";
import { loadTest } from "./operations/load-test";
import { network } from "./network";
import { notifications } from "./operations/notifications";
import { pipelines } from "./operations/pipeline";
import { protections } from "./protections";
import { restApi } from "./systems/rest-api";
import { containerInsights, logRetentionDays } from "./service/service";
import { state } from "./state";
import { tags } from "./tags";
import { talkService } from "./systems/talk-service";
import { worker } from "./systems/worker";

/** Names that would give an environment's stacks the ids of another's: `http-scale-out-images-dev`. */
const RESERVED_NAME = /^(account|images|pipeline|state)(-|$)/;

/** The systems that an environment may run. */
export const systems = {
  /** One service on EC2 instances. Tasks and instances scale separately. @default - not deployed */
  "http-scale-out": httpScaleOut.optional(),
  /** One task per EC2 instance. The instances scale. @default - not deployed */
  "daemon-api": daemonApi.optional(),
  /** Several services behind one load balancer, with blue/green deployments. @default - not deployed */
  "talk-service": talkService.optional(),
  /** Services on Fargate with DynamoDB, an HTTP API, sign-in and a page. @default - not deployed */
  "http-api": httpApi.optional(),
  /** Services on Fargate with MySQL, behind a REST API. @default - not deployed */
  "rest-api": restApi.optional(),
  /** Tasks on Fargate that work from an SQS queue. @default - not deployed */
  worker: worker.optional(),
};

const WITH_OBJECTIVES = [
  "http-scale-out",
  "daemon-api",
  "talk-service",
  "rest-api",
  "http-api",
] as const;

/** Those that run containers, as one of your own might not. */
const OF_CONTAINERS = [...WITH_OBJECTIVES, "worker"] as const;

const systemNames = Object.keys(systems) as [keyof typeof systems, ...(keyof typeof systems)[]];

/** Parts of the systems that can have their own domain name. */
export const namedPlaces: readonly NamedPlace[] = [
  ...systemNames.map((system): NamedPlace => `${system}.loadBalancer`),
  "rest-api.api.domain",
  "http-api.api",
  "http-api.page",
  "http-scale-out.previews.routing",
  "talk-service.previews.routing",
];

/** Everything about an environment that is decided before a deployment. */
export const environment = settings({
  /** Last part of the names of its stacks. @default the name by which environments/all.ts lists it */
  name: text(
    'must be 1 to 16 lowercase letters, digits and inner hyphens, begin with a letter, and not with "account", "images", "pipeline" or "state"',
    (name) =>
      /^[a-z](-?[a-z0-9]){0,15}$/.test(name) && name.length <= 16 && !RESERVED_NAME.test(name),
  ),
  /** AWS Region, such as `us-east-2`. */
  region: awsRegion(),
  /** Its account, 12 digits: an apply with credentials of another one is refused. @default that of the credentials */
  accountId: text("must be an account's id: 12 digits in quotes", /^\d{12}$/).optional(),
  /** Suffix of every name that is not generated, so that environments can share an account, as in `-staging`. @default "" */
  nameSuffix: text(
    'must be empty, or a hyphen and up to 15 lowercase letters, digits and inner hyphens, as in "-staging"',
    (suffix) => suffix === "" || (/^(-[a-z0-9]+)+$/.test(suffix) && suffix.length <= 16),
  ).default(""),
  /** Tags of every resource, in addition to the project's own. @default none */
  tags: tags.prefault({}),
  /** Terraform's version constraint for the AWS provider. @default "~> 6.25" */
  awsProviderVersion: textWithout(
    'must be a version constraint, as in "~> 6.25"',
    providerVersionProblem,
  ).default("~> 6.25"),
  /** Where Terraform keeps the states of the environment. */
  state,
  /** The VPC and its subnets. */
  network,
  /**
   * The domain of the systems and its public zone in Route 53.
   * @default none: systems are reached by the names of their load balancers
   */
  domain: domain.optional(),
  /** What a deployment must not delete. */
  protections,
  /**
   * IAM policy that limits what any role of the environment may do, whatever its own policies allow.
   * @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  permissionsBoundaryArn: text("must be the ARN of an IAM policy", managedPolicyArn).optional(),
  /**
   * Encrypts with KMS keys of the account what the stacks store: logs, notifications, queues, tables, databases, buckets, file
   * systems, volumes and images: docs/how-to/encrypt.md. Set it before the first deployment: databases, file systems and image
   * repositories cannot change their key. Each key costs $1 a month. @default keys of AWS
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
   */
  customerManagedKeys: customerManagedKeys.optional(),
  /** E-mail address that receives alarms. @default none */
  notificationEmail: emailAddress("operations@example.com").optional(),
  /** Further receivers of alarms. @default none */
  notifications: notifications.optional(),
  /**
   * Alarms for all that the systems are made of. Each costs $0.10 a month for each metric that it reads.
   * @default with all defaults where notificationEmail or notifications is set, none elsewhere
   */
  alarms: alarms.optional(),
  /**
   * Whether each system keeps the events of its stopped tasks, failed placements and failed deployments in a log group, with
   * saved queries. Each takes one of the 10 resource policies that CloudWatch Logs has in an account and region.
   * @default true where notificationEmail or notifications is set, false elsewhere
   */
  ecsEvents: flag().optional(),
  /**
   * Days to keep logs, unless a service sets its own number.
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  logRetentionDays: logRetentionDays(),
  /**
   * Number of images that each repository keeps, the newest ones: the releases to go back to.
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
   */
  keepImages: wholeNumber(...lifecycle.keepImages).default(imageDefaults.keep),
  /** Container Insights of the clusters, unless a system sets its own. AWS charges per metric. @default "enhanced" */
  containerInsights: containerInsights().default(clusterDefaults.containerInsights),
  /**
   * Whether each system has a dashboard in CloudWatch: requests, errors, latency, tasks, instances, both scaling loops,
   * databases. An account has three for nothing; each further one costs $3 a month. @default false
   */
  dashboards: flag().default(false),
  /** Roles for GitHub Actions: docs/how-to/github-actions.md. @default none */
  github: github.optional(),
  /** Pipelines in AWS CodePipeline, by the names of their systems: docs/how-to/pipeline.md. @default none */
  pipelines: pipelines(systemNames).optional(),
  /** Tasks on Fargate that send a load together: docs/how-to/load-test.md. @default none */
  loadTest: loadTest.optional(),
  /** When its tasks and instances are scheduled to zero: docs/how-to/spend.md. @default never */
  asleep: asleep(systemNames).optional(),
  /** What it may cost a month: AWS notifies of what is spent and forecast. @default none */
  budget: budget.optional(),
  /** The systems that run in the environment. */
  systems: settings(systems),
}).check(
  zonesInRegion,
  topicInRegion,
  chatIsOffered,
  alarmsAreHeard,
  cloudFrontAlarmsAreHeard,
  ...(["http-scale-out", "talk-service"] as const).map(balancerNameFits),
  imageWithinReach("http-scale-out"),
  ...(["http-scale-out", "daemon-api", "talk-service"] as const).flatMap(publicSystem),
  tasksAreCounted("http-scale-out"),
  daemonNamesFit("daemon-api"),
  registryWithinReach("daemon-api"),
  providerShiftsTraffic("http-scale-out"),
  ...(["talk-service", "rest-api", "http-api"] as const).map(providerShiftsTrafficOfServices),
  servicesWithinReach("talk-service"),
  ...previewRules("http-scale-out"),
  ...previewRules("talk-service"),
  ...(["talk-service", "rest-api", "http-api"] as const).map(tasksOfServicesAreCounted),
  ...restApiRules("rest-api"),
  repositoriesDiffer(systemNames),
  networkIsPrivate("http-api"),
  ...httpApiInRegion.map((inRegion) => inRegion("http-api")),
  databaseInRegion("rest-api"),
  ...instancesInRegion,
  ...scalingNamesFit,
  ...forecastsAreProvided,
  linkHasZones("http-api"),
  ...gatewayNames("http-api"),
  namespaceFits("http-api"),
  usersAclInRegion("http-api"),
  senderWithinReach("http-api"),
  latencyOfPageIsMeasured("http-api"),
  servicesWithinReach("http-api"),
  secretsWithinReach,
  endpointsAdmit,
  ...arnsAreNear([
    "permissionsBoundaryArn",
    "github",
    "pipelines",
    ...systemNames.map((system) => `systems.${system}`),
  ]),
  ...OF_CONTAINERS.map(registryPortIsOpen),
  ...managedInstanceRules("http-scale-out", "system"),
  ...managedInstanceRules("talk-service", "environment"),
  // Their tasks are in private subnets on Fargate, too.
  ...(["rest-api", "http-api"] as const).map(providerManages),
  ...OF_CONTAINERS.flatMap(sidecarsWithinReach),
  ...workerRules("worker"),
  loadTestReachesOut,
  ...WITH_OBJECTIVES.map((system) => objectivesAreHeard(system)),
  sleepsUnprotected,
  budgetIsHeard,
  budgetInPartition,
  ...pipelineRules,
  allocatedTagsAreThere,
  ...sleepRules(systemNames),
  ...idleRules,
  ...systemsDiffer(systemNames),
  ...recordsOfSystemsDiffer(namedPlaces),
);
