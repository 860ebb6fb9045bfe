import { type Broken, broken, rule } from "../rule";

interface Balanced {
  loadBalancer: { stickiness?: { kind: string; durationSeconds: number } };
}

interface Sticking {
  deployment: { kind: string };
  serviceScaling: { minTasks: number; maxTasks: number; strategies: { kind: string }[] };
}

/** Clients that keep their task, in a system of one service. */
export const sessionsFit = rule<Balanced & Sticking>(
  ["loadBalancer.stickiness", "deployment", "serviceScaling.strategies"],
  ({ loadBalancer: { stickiness }, ...service }) => (stickiness ? defeated(service) : []),
);

/** The same for each of several services, which share the load balancer's settings. */
export const sessionsFitServices = rule<Balanced & { services: Record<string, Sticking> }>(
  ["loadBalancer.stickiness", "services"],
  ({ loadBalancer: { stickiness }, services }) =>
    stickiness
      ? Object.entries(services).flatMap(([name, service]) =>
          defeated(service).map(({ at, message }) => ({ at: ["services", name, ...at], message })),
        )
      : [],
);

/**
 * A rule with two target groups must stick clients to one of them before it may stick them to targets, and then shifts none of
 * those that it has.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2734
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
 */
function defeated({ deployment, serviceScaling: { strategies } }: Sticking): Broken[] {
  return [
    ...(deployment.kind === "rolling"
      ? []
      : [
          broken(
            ["deployment", "kind"],
            'must be "rolling" while loadBalancer.stickiness is set, because clients that stick to a task are not shifted to a new release',
            deployment.kind,
            'Use "rolling", or remove stickiness.',
          ),
        ]),
    ...strategies.flatMap(({ kind }, index): Broken[] =>
      kind === "requests-target"
        ? [
            broken(
              ["serviceScaling", "strategies", index, "kind"],
              'must not be "requests-target" while loadBalancer.stickiness is set, because its requests per task are an average, which new tasks lower while clients stay with the full ones',
              kind,
              'Use "cpu-target", or remove stickiness.',
            ),
          ]
        : [],
    ),
  ];
}

/** A balancer renews the cookie with each response, so that only a client that pauses gets another task. */
export function slowRelief(system: Balanced): Broken[] {
  const { stickiness } = system.loadBalancer;
  return stickiness === undefined
    ? []
    : [
        {
          at: ["loadBalancer", "stickiness"],
          message:
            `makes scaling slower: a new task receives new clients only, and those of a full task stay until they pause for ${stickiness.durationSeconds} s. ` +
            `A task that ends takes its sessions with it. Keep sessions outside of the tasks, or lower durationSeconds.`,
        },
      ];
}
