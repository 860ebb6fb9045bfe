import { REGIONS_WITHOUT_CONNECTIONS } from "../../../aws/delivery/pipelines";
import { partitionOf } from "../../../aws/regions";
import { type Broken, broken } from "../rule";
import { eachPipeline, type Pipeline, type Released } from "./each-pipeline";
import { releasedProgramRules } from "./released-programs";

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
  ...releasedProgramRules,
  alarmsExist,
  alarmsAreWatched,
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
