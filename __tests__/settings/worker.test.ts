import { type Change, errorIf, parsed, problemsOf, warningsOf } from "./settings";

const own = { kind: "own", zoneCount: 2, nat: "single" };
/** An environment that runs nothing but a worker, on Fargate unless told otherwise. */
const worker = (change: Change = {}): Change => ({
  "systems.http-scale-out": undefined,
  "systems.worker.image": { kind: "repository", pushedElsewhere: true },
  "systems.worker.network": own,
  ...Object.fromEntries(
    Object.entries(change).map(([path, value]) => [`systems.worker.${path}`, value]),
  ),
});
const target = (messagesPerTask: number) => [{ kind: "queue-target", messagesPerTask }];

const errors: readonly (readonly [string, Change, string])[] = [
  [
    "Fargate has no private subnets to run in",
    { network: undefined },
    'network must be set because the environment\'s network (kind "default-vpc") has no private subnets, which the tasks need, but is missing. Set a network for the system, as in { kind: "own", zoneCount: 2, nat: "single" }: its one NAT gateway costs about $33 per month and $0.045 per GB.',
  ],
  [
    "no load balancer counts the requests to scale on",
    { "serviceScaling.strategies": [{ kind: "requests-target", requestsPerTarget: 100 }] },
    'serviceScaling.strategies[0].kind must not be "requests-target", because only a load balancer counts requests, got "requests-target". Use "queue-target" or "cpu-target".',
  ],
  [
    "dead letters are gone when they come",
    { "queue.retentionDays": 14 },
    "queue.deadLetterRetentionDays must be above retentionDays (14): a message keeps the moment at which it was sent, so that one which fails on day 14 would have 14 - 14 days left, got 14. Raise it, or lower retentionDays.",
  ],
  [
    "SQS hands a message out again while it is worked on",
    { "queue.visibilityTimeoutSeconds": 20 },
    "queue.visibilityTimeoutSeconds must be above messages.timeoutSeconds (20), or else SQS delivers messages again that are still being processed, got 20. Raise it, as to 40, or lower messages.timeoutSeconds.",
  ],
  [
    "the oldest message never gets so old",
    { "queue.oldestMessageAlarmSeconds": 86_400, "queue.retentionDays": 1 },
    "queue.oldestMessageAlarmSeconds must be below 86400, the seconds of retentionDays (1), or else no message is ever so old, got 86400. Lower it.",
  ],
  [
    "messages pass their retention before scaling adds a task",
    {
      "serviceScaling.strategies": target(100_000),
      "queue.retentionDays": 1,
      "messages.concurrency": 1,
    },
    "serviceScaling.strategies[0].messagesPerTask must be at most 4320, or else messages pass their retention before scaling adds a task: 100000 messages of up to 20 s (messages.timeoutSeconds), 1 at a time (messages.concurrency), take a task 2000000 s, and the queue keeps them for 86400 s (queue.retentionDays), got 100000. Lower it, or raise messages.concurrency or queue.retentionDays.",
  ],
  [
    "an unprotected task is killed in the middle of a message",
    { scaleInProtection: false, "messages.timeoutSeconds": 40 },
    "scaleInProtection must be true while a message may take 40 s (messages.timeoutSeconds) and a task has 30 s to end (container.stopTimeoutSeconds), 5 of them for itself, got false. Leave it out, lower messages.timeoutSeconds, or raise container.stopTimeoutSeconds.",
  ],
  [
    "nobody counts the tasks",
    { containerInsights: "disabled" },
    'serviceScaling.strategies[0].kind must not be "queue-target" while containerInsights is "disabled", for only Container Insights counts the tasks that it divides by, got "queue-target". Set containerInsights of the system to "enabled", or scale on something else.',
  ],
  [
    "it has a grace period for the checks of a balancer",
    { "service.healthCheckGracePeriodSeconds": 10 },
    "service.healthCheckGracePeriodSeconds must be left out: it applies to a load balancer's health checks, which this service does not have. Set startPeriodSeconds of containerCheck.",
  ],
  [
    "a task is larger than an instance",
    {
      capacity: { kind: "instances", instanceTypes: ["t3.micro"] },
      task: { cpu: 512, memoryMiB: 2048 },
    },
    "task.memoryMiB must fit one instance: a t3.micro has about 919 MiB for tasks, got 2048. Lower it, or choose a larger instance type.",
  ],
  [
    "an empty group could never grow",
    { capacity: { kind: "instances", minInstances: 0, scaling: { kind: "cpu-target" } } },
    'capacity.minInstances must be 1 or more with the scaling strategy "cpu-target", because a group without instances has no CPU utilization to measure, got 0. Raise it, or choose the strategy "managed".',
  ],
  [
    "more tasks must run than fit",
    {
      capacity: { kind: "instances", instanceTypes: ["t3.micro"], maxInstances: 2 },
      "serviceScaling.minTasks": 3,
      "serviceScaling.maxTasks": 3,
    },
    "serviceScaling.minTasks must fit the cluster: 1 task of 256 CPU units and 512 MiB fits one t3.micro (2048 CPU units, about 919 MiB for tasks), so about 2 fit 2 of them (capacity.maxInstances), got 3. Lower it, raise capacity.maxInstances to 3, or choose a larger instance type.",
  ],
  [
    "its image is out of reach of its own network",
    {
      network: { ...own, nat: "none" },
      image: { kind: "reference", reference: "ghcr.io/acme/mailer:1.0.0" },
    },
    'image.reference must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach, got "ghcr.io/acme/mailer:1.0.0". Copy the image to ECR, or give the network a NAT gateway.',
  ],
];

errorIf(
  errors.map(([name, change, message]) => [name, worker(change), `systems.worker.${message}`]),
);

test("runs on instances in the default VPC, which has no private subnets", () => {
  const change = worker({ network: undefined, capacity: { kind: "instances" } });
  expect(problemsOf(change)).toEqual([]);
  expect(parsed(change).systems.worker).toMatchObject({
    capacity: { kind: "instances", scaling: { kind: "managed" }, placement: "spread" },
    serviceScaling: { strategies: target(100) },
  });
});

test("has no warning by default", () => {
  expect(warningsOf(worker())).toEqual([]);
});

test.each<[string, Change, string]>([
  [
    "a backlog that scaling leaves alone raises the alarm",
    { "serviceScaling.strategies": target(1000) },
    "serviceScaling.strategies[0].messagesPerTask is 1000, which may take a task 2000 s, and queue.oldestMessageAlarmSeconds is 900: a backlog that scaling leaves alone may raise the alarm. Lower it, or raise oldestMessageAlarmSeconds.",
  ],
  [
    "a message is longer than Spot's notice",
    {
      capacity: { kind: "fargate", spotPercent: 50 },
      "messages.timeoutSeconds": 300,
      "queue.visibilityTimeoutSeconds": 400,
      "queue.oldestMessageAlarmSeconds": 7200,
    },
    "capacity.spotPercent is 50, and a message may take 300 s: when AWS takes a task back, it has 30 s (container.stopTimeoutSeconds), and what it was at is begun anew elsewhere. Lower messages.timeoutSeconds, or do without Spot.",
  ],
  [
    "scaling may ask for more tasks than fit",
    { capacity: { kind: "instances", instanceTypes: ["t3.micro"], maxInstances: 4 } },
    "serviceScaling.maxTasks is 20, of which about 4 can be placed. Lower it to 4, or raise capacity.maxInstances to 20.",
  ],
])("warns when %s", (_, change, warning) => {
  expect(warningsOf(worker(change))).toEqual([`dev.systems.worker.${warning}`]);
});
