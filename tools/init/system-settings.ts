import { splitImageReference } from "../../aws/containers/images";
import { UserError } from "../terminal/user-error";
import type { Answers, OwnDomain } from "./answers";
import type { Comments, Setting } from "./settings-files/source";

type Settings = Readonly<Record<string, Setting>>;

/** Settings and the comments above them. */
export interface Written {
  readonly settings: Settings;
  readonly comments: Comments;
}

/** Systems that run several services, each at its own paths. */
export const OF_SEVERAL = ["talk-service", "rest-api", "http-api"];

const AS_WHOM =
  "It runs as user 1000 with a read-only root file system. An image that needs more:\n" +
  'user: "0:0", readonlyRootFilesystem: false';

/** The settings of a system that runs one service. */
export function systemSettings(system: string, answers: Answers): Written {
  const settings = SYSTEMS[system];
  if (settings === undefined) {
    throw new UserError(
      `${system} must be written by hand: docs/reference/settings.md lists its settings.`,
    );
  }
  return settings(answers);
}

/** The paths of the service with the lowest precedence in its system. */
const CATCH_ALL = 900;

/** The settings of another service in a system that runs several. */
export function serviceSettings(
  system: string,
  answers: Answers,
  priorities: readonly number[],
): Written {
  const { settings, comments } = (SERVICES[system] ?? pathService)(
    answers,
    nextPriority(priorities),
  );
  return { settings, comments };
}

/** A priority before the service that gets every path. */
function nextPriority(taken: readonly number[]): number {
  const before = taken.filter((priority) => priority < CATCH_ALL);
  return before.length === 0 ? 1 : Math.max(...before) + 1;
}

const SYSTEMS: Readonly<Record<string, (answers: Answers) => Written>> = {
  "http-scale-out": (answers) => ({
    settings: {
      ...ownName(answers),
      image: imageOf(answers),
      ...ownProgram(answers, ({ port }) => ({ container: { port } })),
      serviceScaling: { minTasks: 1, maxTasks: 15 },
      capacity: { cpuCredits: "unlimited" },
      ...balancer(answers),
    },
    comments: {
      ...containerComment("container"),
      serviceScaling: "Tasks scale by CPU. 15 tasks of 256 MiB fit on the maximum of 5 instances.",
      capacity:
        'A t3.micro costs more above 10 % of a vCPU. "standard" limits it to that baseline.',
      loadBalancer: "A task gets requests only while this path returns 200.",
    },
  }),
  "daemon-api": (answers) => ({
    settings: {
      ...ownName(answers),
      image: imageByParts(answers),
      ...ownProgram(answers, ({ port }) => ({ container: { port } })),
      capacity: { minInstances: 2, maxInstances: 4, cpuCredits: "unlimited" },
      ...balancer(answers, { plainHttp: "redirect" }),
    },
    comments: {
      ...containerComment("container"),
      capacity: "One task runs on each instance.",
    },
  }),
  "talk-service": (answers) => {
    const service = pathService(answers, CATCH_ALL);
    const isSample = answers.runs.kind === "sample";
    return {
      settings: {
        ...ownName(answers),
        services: isSample
          ? { talk: { priority: 1, ...repository }, speaker: { priority: 2, ...repository } }
          : { [answers.name]: { ...service.settings, paths: ["/*"] } },
        capacity: { cpuCredits: "unlimited" },
        ...domainOfBalancer(answers.domain),
      },
      comments: {
        ...(isSample ? {} : under(`services/${answers.name}`, service.comments)),
        [`services/${answers.name}/priority`]:
          "It gets every path. Services with lower numbers come first: `npm run init -- service` adds one.",
      },
    };
  },
  "rest-api": (answers) => {
    const isSample = answers.runs.kind === "sample";
    const service = restService(answers, 1);
    return {
      settings: {
        ...ownName(answers),
        network: OWN_NETWORK,
        ...(isSample
          ? {}
          : {
              services: { [answers.name]: service.settings },
              loadBalancer: { healthCheck: { path: answers.healthPath } },
            }),
        capacity: { spotPercent: 50 },
        database: { backupDays: 1, finalSnapshot: false },
        ...(answers.domain === undefined ? {} : { api: { domain: named(answers.domain) } }),
      },
      comments: {
        network: NETWORK_COMMENT,
        ...(isSample ? {} : under(`services/${answers.name}`, service.comments)),
        database: "MySQL. The services get DB_HOST and similar variables.",
      },
    };
  },
  worker: workerSettings,
  "http-api": (answers) => {
    const isSample = answers.runs.kind === "sample";
    const service = storeService(answers);
    return {
      settings: {
        ...ownName(answers),
        network: { ...OWN_NETWORK, cidr: "10.20.0.0/16" },
        services: isSample
          ? { food: repository, pet: repository }
          : { [answers.name]: service.settings },
        tables: { pointInTimeRecovery: false },
        page: { kind: "none" },
        ...(answers.domain === undefined ? {} : { api: named(answers.domain) }),
      },
      comments: {
        network: NETWORK_COMMENT,
        ...(isSample ? {} : under(`services/${answers.name}`, service.comments)),
      },
    };
  },
};

/** A service that receives its work from a queue. */
function workerSettings(answers: Answers): Written {
  if (answers.domain !== undefined) {
    throw new UserError(
      "worker has no load balancer and therefore no domain name. Omit --domain, or answer none.",
    );
  }
  return {
    settings: {
      ...ownName(answers),
      image: imageOf(answers),
      ...ownProgram(answers, ({ port, healthPath }) => ({
        container: { port },
        containerCheck: { kind: "http", path: healthPath },
      })),
      containerInsights: "enabled",
      capacity: { kind: "instances" },
    },
    comments: {
      ...containerComment("container"),
      containerCheck:
        'Node.js in the image requests this path. For an image without Node.js: kind "command" or "none".',
      containerInsights: "Counts the tasks, which scaling on the backlog per task needs.",
    },
  };
}

const SERVICES: Readonly<Record<string, (answers: Answers, priority: number) => Written>> = {
  "talk-service": pathService,
  "rest-api": restService,
  "http-api": storeService,
};

const repository = { image: { kind: "repository", build: {} } } as const;

/** A network with private subnets. */
export const OWN_NETWORK = {
  kind: "own",
  cidr: "10.10.0.0/16",
  zoneCount: 2,
  nat: "single",
} as const;
export const NETWORK_COMMENT =
  "Tasks have private addresses and reach the internet through one NAT gateway, about $33 a month.";

function pathService(answers: Answers, priority: number): Written {
  return {
    settings: {
      priority,
      image: imageOf(answers),
      ...ownProgram(answers, ({ port, healthPath }) => ({
        container: { port },
        healthCheckPath: healthPath,
      })),
    },
    comments: containerComment("container"),
  };
}

function restService(answers: Answers, priority: number): Written {
  const { name } = answers;
  return {
    settings: {
      priority,
      methods: [{ method: "GET", path: `/${name}`, summary: `Asks ${name}` }],
      image: imageOf(answers),
      ...ownProgram(answers, ({ port }) => ({ container: { port } })),
    },
    comments: {
      methods: "The API passes on only the methods that you list.",
      ...containerComment("container"),
    },
  };
}

function storeService(answers: Answers): Written {
  return {
    settings: {
      path: `/${answers.name}`,
      image: imageOf(answers),
      ...ownProgram(answers, ({ port, healthPath }) => ({
        container: { port },
        containerCheck: { kind: "http", path: healthPath },
      })),
    },
    comments: {
      ...containerComment("container"),
      containerCheck:
        'Node.js in the image requests this path. For an image without Node.js: kind "command" or "none".',
    },
  };
}

/** The sample keeps the names of the reference. */
function ownName({ runs, name }: Answers): Settings {
  return runs.kind === "sample" ? {} : { name };
}

function ownProgram(answers: Answers, settings: (answers: Answers) => Settings): Settings {
  return answers.runs.kind === "sample" ? {} : settings(answers);
}

function containerComment(at: string): Comments {
  return { [at]: AS_WHOM };
}

function under(path: string, comments: Comments): Comments {
  return Object.fromEntries(Object.entries(comments).map(([at, text]) => [`${path}/${at}`, text]));
}

function imageOf({ runs, name }: Answers): Setting {
  switch (runs.kind) {
    case "image":
      return { kind: "reference", reference: runs.reference };
    case "folder":
      return { kind: "repository", repositoryName: name, build: { context: runs.context } };
    case "sample":
      return { kind: "repository", build: {} };
  }
}

/** daemon-api needs the parts of an image. */
function imageByParts(answers: Answers): Setting {
  if (answers.runs.kind !== "image") return imageOf(answers);
  const { registry, repository: path, tag, digest } = splitImageReference(answers.runs.reference);
  if (digest !== undefined) {
    throw new UserError(
      "daemon-api needs an image with a tag, got one with a digest. Use a tag, or choose --system http-scale-out.",
    );
  }
  return {
    kind: "registry",
    ...(registry === undefined ? {} : { containerRegistry: registry }),
    containerName: path,
    ...(tag === undefined ? {} : { containerTag: tag }),
  };
}

function balancer({ runs, healthPath, domain }: Answers, certificate: Settings = {}): Settings {
  const settings = {
    ...(runs.kind === "sample" ? {} : { healthCheck: { path: healthPath } }),
    ...entry(domain, certificate),
  };
  return Object.keys(settings).length === 0 ? {} : { loadBalancer: settings };
}

function domainOfBalancer(domain: OwnDomain | undefined): Settings {
  return domain === undefined ? {} : { loadBalancer: entry(domain, {}) };
}

function entry(domain: OwnDomain | undefined, certificate: Settings): Settings {
  return domain === undefined
    ? {}
    : { ...named(domain), certificate: { kind: "request", ...certificate } };
}

function named({ domainName, hostedZoneId }: OwnDomain): Settings {
  return { domainName, hostedZoneId };
}
