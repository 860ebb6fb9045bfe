import { splitImageReference } from "../../../aws/containers/images";
import { REGIONS_WITHOUT_CONNECTIONS } from "../../../aws/delivery/pipelines";
import { partitionOf } from "../../../aws/regions";
import { type Broken, broken, rule } from "../rule";

type Image =
  | { kind: "repository"; build?: object }
  | { kind: "reference"; reference: string }
  | { kind: "registry"; containerTag?: string }
  | { kind: "service" };

interface Program {
  image?: Image;
  deployment?: { kind: string };
  sidecars?: Readonly<Record<string, { image: Image }>>;
  beforeRelease?: object;
  scheduledTasks?: object;
}

/** The settings of any system: of one program, or of several services. */
interface System extends Program {
  readonly [field: string]: unknown;
  services?: Readonly<Record<string, Program>>;
}

interface Pipeline {
  source: {
    kind: "connection" | "image-push";
    repository: string;
    connectionArn?: string;
    provider?: string;
  };
  deploy: { kind: "terraform" | "ecs" };
  approval?: boolean;
  rollback?: "alarms" | "failure" | "none";
  alarmMinutes?: number;
}

interface Released {
  region: string;
  accountId?: string;
  state: { kind: "s3" | "cloud" };
  pipelines?: Record<string, Pipeline>;
  github?: object;
  notificationEmail?: string;
  notifications?: object;
  protections: { deletionProtection: boolean };
  systems: Record<string, System | undefined>;
}

interface Placed {
  readonly at: readonly PropertyKey[];
  readonly program: Program;
}

/** A rule about each pipeline of an environment. */
function eachPipeline(
  reads: readonly (
    "region" | "accountId" | "state" | "systems" | "github" | "notificationEmail" | "notifications"
  )[],
  check: (name: string, pipeline: Pipeline, environment: Released) => Broken | Broken[] | undefined,
) {
  return rule<Released>(["pipelines", ...reads], (environment) =>
    Object.entries(environment.pipelines ?? {}).flatMap(
      ([name, pipeline]) => check(name, pipeline, environment) ?? [],
    ),
  );
}

const hasSystem = eachPipeline(["systems"], (name, pipeline, { systems }) =>
  systems[name] === undefined
    ? broken(
        ["pipelines", name],
        "must be the pipeline of a system that the environment runs",
        pipeline,
        `Add ${name} to systems, or remove the pipeline.`,
      )
    : undefined,
);

const isOffered = eachPipeline(["region"], (name, { source }, { region }) =>
  partitionOf(region) !== "aws" || REGIONS_WITHOUT_CONNECTIONS.includes(region)
    ? broken(
        ["pipelines", name, "source", "kind"],
        `must not be "${source.kind}" in ${region}, where CodePipeline has no connections to repositories`,
        source.kind,
        "Deploy from another service (docs/how-to/github-actions.md), or choose another region.",
      )
    : undefined,
);

const readsState = eachPipeline(["state"], (name, _, { state }) =>
  state.kind === "s3"
    ? undefined
    : broken(
        ["pipelines", name],
        'must be removed where state.kind is "cloud", for whose server the pipeline has no token',
        { state: state.kind },
        "Let HCP Terraform run the plans, or keep the states in S3.",
      ),
);

const connectionIsNear = eachPipeline(
  ["region", "accountId"],
  (name, { source: { connectionArn } }, { region, accountId }) => {
    if (connectionArn === undefined) return undefined;
    const [, , , ofRegion, ofAccount] = connectionArn.split(":");
    const at = ["pipelines", name, "source", "connectionArn"];
    if (ofRegion !== region)
      return broken(
        at,
        `must be a connection in the environment's region (${region})`,
        connectionArn,
        "Name one of that region, or remove it: the stack creates one.",
      );
    return accountId === undefined || ofAccount === accountId
      ? undefined
      : broken(
          at,
          `must be a connection in the environment's account (${accountId})`,
          connectionArn,
          "Name one of that account, or remove it: the stack creates one.",
        );
  },
);

const providerIsKnown = eachPipeline([], (name, { source: { connectionArn, provider } }) =>
  connectionArn === undefined || provider === undefined
    ? undefined
    : broken(
        ["pipelines", name, "source", "provider"],
        "must be removed where connectionArn is set, whose connection has a provider",
        provider,
        "Remove one of the two.",
      ),
);

/** Which providers have groups is known where the connection is new. */
const groupsAreOfGitLab = eachPipeline(
  [],
  (name, { source: { connectionArn, provider = "GitHub", repository } }) =>
    connectionArn !== undefined || provider === "GitLab" || repository.split("/").length === 2
      ? undefined
      : broken(
          ["pipelines", name, "source", "repository"],
          `must be an owner and a name on ${provider}, as only GitLab has groups`,
          repository,
          'Remove the groups, or set provider to "GitLab".',
        ),
);

/** The variable `image_tag` is the tag of the images that the pipeline builds, all of them, or that is pushed to it. */
const imagesAreOfRelease = eachPipeline(["systems"], (name, { source: { kind } }, { systems }) => {
  const images = imagesOf(name, systems[name]);
  const wrong = images.flatMap(({ at, image }) => notOfRelease(at, image, name, kind) ?? []);
  const repositories = images.filter(({ image }) => image.kind === "repository");
  if (wrong.length > 0 || kind === "connection" || repositories.length === 1) return wrong;
  return broken(
    ["pipelines", name, "source", "kind"],
    `must not be "image-push" where ${name} has ${repositories.length} images of its own, as it releases the tag of one`,
    kind,
    'Use "connection", which builds all of them.',
  );
});

function imagesOf(name: string, system: System | undefined) {
  return programsOf(name, system).flatMap(({ at, program: { image, sidecars = {} } }) => [
    ...(image === undefined ? [] : [{ at: [...at, "image"], image }]),
    ...Object.entries(sidecars).map(([sidecar, its]) => ({
      at: [...at, "sidecars", sidecar, "image"],
      image: its.image,
    })),
  ]);
}

function notOfRelease(
  at: readonly PropertyKey[],
  image: Image,
  name: string,
  source: "connection" | "image-push",
): Broken | undefined {
  const builds = source === "connection";
  if (image.kind === "repository") {
    if (builds === (image.build !== undefined)) return undefined;
    return builds
      ? broken(
          [...at, "build"],
          `must be set where pipelines.${name} builds the images`,
          undefined,
          "Add build: {}, or remove the pipeline.",
        )
      : broken(
          [...at, "build"],
          `must be removed where pipelines.${name} waits for images that something else pushes`,
          image.build,
          'Remove it, or use source.kind "connection".',
        );
  }
  if (image.kind === "service" || isPinned(image)) return undefined;
  return broken(
    at,
    `must have a tag of its own where pipelines.${name} sets image_tag to ${builds ? "the commit that it builds" : "the tag that is pushed to a repository of this project"}`,
    image,
    `Add a tag, or use { kind: "repository"${builds ? ", build: {}" : ""} }.`,
  );
}

function isPinned(image: Exclude<Image, { kind: "repository" | "service" }>): boolean {
  if (image.kind === "registry") return image.containerTag !== undefined;
  const { tag, digest } = splitImageReference(image.reference);
  return tag !== undefined || digest !== undefined;
}

const nobodyChoosesColors = eachPipeline(["systems"], (name, _, { systems }) =>
  programsOf(name, systems[name]).flatMap(({ at, program: { deployment } }) =>
    deployment?.kind === BY_VARIABLE
      ? [
          broken(
            [...at, "deployment", "kind"],
            `must not be "${BY_VARIABLE}" with pipelines.${name}, because a person chooses live_color for each apply`,
            deployment.kind,
            'Use "blue-green-by-ecs" or "rolling", or remove the pipeline.',
          ),
        ]
      : [],
  ),
);

const alarmsAreWatched = eachPipeline(
  ["notificationEmail", "notifications"],
  (name, { rollback, alarmMinutes }, { notificationEmail, notifications }) => {
    const isHeard = notificationEmail !== undefined || notifications !== undefined;
    return alarmMinutes === undefined || (rollback ?? (isHeard ? "alarms" : "failure")) === "alarms"
      ? undefined
      : broken(
          ["pipelines", name, "alarmMinutes"],
          "must be removed where no alarm rolls a release back",
          alarmMinutes,
          'Remove it, or set rollback to "alarms".',
        );
  },
);

/** They run the task definition of Terraform, which releases by ECS do not change. */
const ecsReleasesAll = eachPipeline(["systems"], (name, { deploy }, { systems }) =>
  deploy.kind !== "ecs"
    ? []
    : programsOf(name, systems[name]).flatMap(({ at, program }) =>
        (["beforeRelease", "scheduledTasks"] as const).flatMap((field) =>
          Object.keys(program[field] ?? {}).length === 0
            ? []
            : [
                broken(
                  [...at, field],
                  `must be removed where pipelines.${name}.deploy.kind is "ecs", which releases services alone: these tasks would stay on an older image`,
                  program[field],
                  'Remove it, or set deploy to { kind: "terraform" }.',
                ),
              ],
        ),
      ),
);

/** The workflows release by an apply, which ignores the images. */
const ecsReleasesAlone = eachPipeline(["github"], (name, { deploy }, { github }) =>
  deploy.kind !== "ecs" || github === undefined
    ? undefined
    : broken(
        ["pipelines", name, "deploy", "kind"],
        'must not be "ecs" where github is set, whose workflows release by an apply that would change no image',
        deploy.kind,
        'Remove github, or set deploy to { kind: "terraform" }.',
      ),
);

const BY_VARIABLE = "blue-green-by-variable";

function programsOf(name: string, system: System | undefined): Placed[] {
  if (system === undefined) return [];
  const at = ["systems", name];
  return [
    { at, program: system },
    ...Object.entries(system.services ?? {}).map(([service, program]) => ({
      at: [...at, "services", service],
      program,
    })),
  ];
}

const alarmsExist = eachPipeline(
  ["notificationEmail", "notifications"],
  (name, { rollback }, { notificationEmail, notifications }) =>
    rollback !== "alarms" || notificationEmail !== undefined || notifications !== undefined
      ? undefined
      : broken(
          ["pipelines", name, "rollback"],
          'must not be "alarms" where nobody receives alarms, as the system then has none',
          rollback,
          'Set notificationEmail or notifications, or use "failure".',
        ),
);

export const pipelineRules = [
  hasSystem,
  isOffered,
  readsState,
  connectionIsNear,
  providerIsKnown,
  groupsAreOfGitLab,
  imagesAreOfRelease,
  nobodyChoosesColors,
  alarmsExist,
  alarmsAreWatched,
  ecsReleasesAll,
  ecsReleasesAlone,
];

/** A release to an environment that is protected, which nobody looks at before. */
export function unapproved({
  pipelines = {},
  protections,
}: Pick<Released, "pipelines" | "protections">): Broken[] {
  if (!protections.deletionProtection) return [];
  return Object.entries(pipelines)
    .filter(([, { approval }]) => approval === false)
    .map(([name]) => ({
      at: ["pipelines", name, "approval"],
      message:
        "is false where protections.deletionProtection is true: each push to the branch is applied without a person. Remove it to have each plan approved.",
    }));
}

/** Two owners of a release: the later apply takes the former's image back. */
export function releasedTwice({
  github,
  pipelines = {},
}: {
  github?: object;
  pipelines?: Record<string, Pipeline>;
}): Broken[] {
  if (github === undefined) return [];
  return Object.keys(pipelines).map((name) => ({
    at: ["pipelines", name],
    message: `is one of two ways to release ${name}, the other one being the workflows of \`github\`. Leave ${name} out of the variable SYSTEMS on GitHub, so that only the pipeline deploys it.`,
  }));
}
