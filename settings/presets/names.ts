import { type Fields, isFields } from "./fields";

/*
 * The reference's names tell of what it shows ("ecs-lb", "conference-cluster"). A system with a name of its own has names
 * that follow from it instead.
 */

/** A name from which all others can be made: with what is added to it, it fits everywhere. */
export const SHORT_NAME = {
  rule: "must be 1 to 20 lower-case letters, digits and inner hyphens, and begin with a letter",
  pattern: /^(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
} as const;

/** What a system's name sets, given the user's settings of the system, by system. */
export const NAMES: Readonly<Record<string, (name: string, own: Fields) => Fields>> = {
  "http-scale-out": (name, own) => ({
    clusterName: name,
    ...program(name),
    image: imageNamed(name, own["image"], { kind: "repository" }),
    loadBalancer: { name },
  }),
  // Its cluster and its load balancer are named after the service.
  "daemon-api": (name, own) => ({
    ...program(name),
    image: imageNamed(name, own["image"], { kind: "registry" }),
  }),
  "rest-api": (name, { services = { student: {}, subject: {} } }) => ({
    clusterName: name,
    services: eachService(services, (service) => ({
      family: `${name}-${service}`,
      ...program(service),
    })),
    loadBalancer: { name },
    networkLoadBalancer: { name: `${name}-nlb` },
    database: { identifier: name },
    api: { name, vpcLinkName: name },
  }),
  "http-api": (name, { services = { food: {}, pet: {} } }) => ({
    environmentName: name,
    clusterName: name,
    services: eachService(services, (service) => ({
      discoveryName: service,
      ...program(service),
    })),
  }),
  "talk-service": (name, { services }) => ({
    clusterName: name,
    logGroupName: `/ecs/${name}`,
    // Those of the reference are told by their names already.
    services: services && eachService(services, (service) => ({ service: { name: service } })),
    loadBalancer: { name },
  }),
  worker: (name, own) => ({
    clusterName: name,
    queue: { name },
    ...program(name),
    image: imageNamed(name, own["image"], { kind: "repository" }),
  }),
};

function program(name: string): Fields {
  return { container: { name }, service: { name } };
}

/** An image in a repository of the system; one from elsewhere has its name already. */
function imageNamed(name: string, own: unknown, usual: { readonly kind: string }): unknown {
  const { kind } = (isFields(own) ? own : usual) as { readonly kind?: unknown };
  return kind === "repository" ? { kind, repositoryName: name } : own;
}

function eachService(services: unknown, names: (service: string) => Fields): unknown {
  if (!isFields(services)) return services;
  return Object.fromEntries(
    Object.entries(services).map(([service, own]) => [
      service,
      {
        ...names(service),
        image: imageNamed(service, isFields(own) ? own["image"] : undefined, {
          kind: "repository",
        }),
      },
    ]),
  );
}
