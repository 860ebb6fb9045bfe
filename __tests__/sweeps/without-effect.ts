/** Settings that change no JSON anywhere: what they are for instead. */
export const NOT_IN_JSON: readonly (readonly [RegExp, string])[] = [
  [
    /^name$/,
    "names the stacks; it must be the name by which the list has the environment, which a test of its own changes",
  ],
  [/^domain\.name$/, "bounds the names of systems, whose records the zone gets"],
  [/^protections\.httpsOnly$/, "refuses a system without a certificate"],
  [/^asleep\.evenIfProtected$/, "lets an environment sleep whose resources are protected"],
  [
    /^systems\.(http-api|rest-api)\.idle\.evenIfProtected$/,
    "lets a system stop its tasks whose resources are protected",
  ],
  [
    /^(systems\.(http-api|rest-api|worker)|loadTest)\.network\{existing\}\.publicSubnetIds$/,
    "the tasks run in the private subnets",
  ],
  [
    /^systems\.(http-api|rest-api)\..*\.connection\{[\w-]+\}\.proxy\.(cpu|memoryMiB)$/,
    "the proxy is a part of `task`, which must have room for it",
  ],
  [/\.(container|sidecars\.\*)\.notSecrets$/, "lets pass what looks like a secret"],
  [/\.image\{repository\}\.pushedElsewhere$/, "silences a warning"],
  [/\.methods\.\[\]\.summary$/, "stands in the API's document: npm run openapi"],
  [
    /\.(daemon-api\.capacity|(http-scale-out|talk-service|worker)\.capacity\{instances\})\.architecture$/,
    "must be that of the instance types, which change with it",
  ],
];

/** Settings that count only where what is nearer says nothing; they must change the JSON somewhere. */
export const OVERRIDDEN: readonly (readonly [RegExp, string])[] = [
  [/^(containerInsights|logRetentionDays)$/, "a system or a service may have its own"],
  [/^network\{default-vpc\}\.zoneCount$/, "a system may have a network of its own"],
  [
    /^systems\.(http-scale-out|worker)\.connection\{[\w-]+\}\.proxy\.(cpu|memoryMiB)$/,
    "on Fargate, the proxy is a part of the task, whose size is `task` or comes in steps",
  ],
  [/^domain$/, "its zone gets the names that systems have in it"],
  [/\.preset$/, "settings of one's own go before it"],
  [/^systems\.[\w-]+\.name$/, "names of one's own go before it"],
  [
    /\.queue\.oldestMessageAlarmSeconds$/,
    "an environment that notifies nobody has no alarms for people",
  ],
  [
    /^alarms\.(latencyMs|serverErrorPercent)$/,
    "the burn rates of a system's objectives take their place",
  ],
];

/** Settings that are refused wherever they could stand. */
export const NEVER_TAKEN: readonly (readonly [RegExp, string])[] = [
  [
    /^loadTest\.network\{own\}\.httpsEgress$/,
    "a load test reaches systems by their public addresses",
  ],
  [
    /^systems\.(http-api|rest-api)\.network\{default-vpc\}\./,
    "it has no private subnets, which the system needs",
  ],
  [
    /^systems\.(talk-service\.services\.\*|daemon-api)\.connection\{client-server\}\.(ingressPort|tls(\..*)?)$/,
    "its tasks share the network of their instance",
  ],
  [
    /^systems\.(daemon-api|talk-service\.services\.\*)\.tracing\{application-signals\}\./,
    "the agent of Application Signals runs on Fargate",
  ],
  [
    /^systems\.worker\.serviceScaling\.strategies\.\[\](\{requests-target\}\.|\{predictive\}\.requestsPerTarget$|\{metric-(step|target)\}.*\.ofLoadBalancer$)/,
    "no load balancer counts requests",
  ],
  [
    /^systems\.(http-api|rest-api)\.services\.\*\.(container|sidecars\.\*)\.(extraHosts(\.\*)?|dnsServers|dnsSearchDomains|shmSizeMiB|links)$/,
    "Fargate has none of them",
  ],
];

/**
 * Settings for which the sweep has no other value that fits their surroundings. They are still tried with all values that
 * it has: none of them may be taken without an effect.
 */
export const NO_FITTING_VALUE: readonly (readonly [RegExp, string])[] = [
  [
    /^systems\.(http-scale-out|worker)\.network\{own\}\.httpsEgress$/,
    "the environments' images are in other registries than ECR: http-api has it with ECR",
  ],
  [
    /^systems\.worker\.connection\{[\w-]+\}\.proxy\.(cpu|memoryMiB)$/,
    "the environments have it on Fargate: http-scale-out has it on instances",
  ],
  [
    /\.(sidecars|volumes)$/,
    "as a whole it must fit what the containers mount and wait for; what is in it is tried",
  ],
  [
    /\.(container|sidecars\.\*)\.(dependsOn(\.\*)?|links|startTimeoutSeconds)$/,
    "another value needs another container: http-scale-out has enough of them for all but a sidecar's time-out",
  ],
  [
    /\.sidecars\.\*\.image\{repository\}\.build\.args\.\*$/,
    "a sidecar's image of its own is built in http-scale-out alone",
  ],
  [
    /^systems\.(http-scale-out|talk-service)\.loadBalancer\.stickiness/,
    "is refused with the blue/green deployments and the scaling on requests of these systems: daemon-api and rest-api have it",
  ],
  [
    /^systems\.(http-api|rest-api)\.services\.\*\.sidecars\.\*\.gpu$/,
    "these systems have GPUs on Managed Instances alone, where the environments have no sidecars: worker has one with a GPU",
  ],
  [
    /\.sidecars\.\*\.readonlyRootFilesystem$/,
    "the environments of http-scale-out that have sidecars open shells in them, which need the files",
  ],
];
