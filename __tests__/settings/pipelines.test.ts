import { type Change, errorIf, minimal, parsed, problemsOf, warningsOf } from "./settings";

const source = { kind: "connection", repository: "acme/shop" };
/** A pipeline, and images that it builds. */
const released = {
  "systems.http-scale-out.image": { kind: "repository", build: {} },
  "pipelines.http-scale-out": { source },
};
const ARN =
  "arn:aws:codeconnections:us-east-2:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef";

/** Warnings about pipelines, and nothing else. */
const warningsAbout = (change: Change) =>
  warningsOf(change).filter((warning) => warning.startsWith("dev.pipelines."));

/** Messages shorten a long text. */
const shown = (text: string) => `${text.slice(0, 60)}…`;

test("is off by default, and needs a repository", () => {
  expect(parsed({}).pipelines).toBeUndefined();
  expect(parsed(released).pipelines!["http-scale-out"]).toEqual({
    source: { ...source, branch: "main" },
    testCommands: ["npm test -- unit service"],
    buildSize: "medium",
    scan: { maxCritical: 0, waitMinutes: 15 },
    deploy: { kind: "terraform" },
  });
  expect(warningsAbout(released)).toEqual([]);
});

test.each(["acme/shop", "acme/shop.api_2", "group/sub-group/shop", "a/b"])(
  "takes the repository %s",
  (repository) => {
    const its = { ...source, provider: "GitLab", repository };
    expect(problemsOf({ ...released, "pipelines.http-scale-out.source": its })).toEqual([]);
  },
);

test.each([
  "shop",
  "https://github.com/acme/shop",
  "acme/shop.git",
  "acme//shop",
  "acme/../shop",
  "/acme/shop",
  "acme/shop/",
  "acme/my shop",
  "",
])("refuses the repository %s", (repository) => {
  expect(
    problemsOf({ ...released, "pipelines.http-scale-out.source.repository": repository }),
  ).toEqual([
    `dev.pipelines.http-scale-out.source.repository must be the owner and the name of a repository, as in "acme/shop", got ${JSON.stringify(repository)}. Leave out "https://github.com/" and ".git".`,
  ]);
});

errorIf([
  [
    "the system is none",
    { "pipelines.shop": { source } },
    "pipelines.shop must have a name of a system: http-scale-out, daemon-api, talk-service, http-api, rest-api, worker.",
  ],
  [
    "the environment does not run the system",
    { "pipelines.worker": { source } },
    "pipelines.worker must be the pipeline of a system that the environment runs, got an object. Add worker to systems, or remove the pipeline.",
  ],
  [
    "the connection is in another region",
    {
      ...released,
      "pipelines.http-scale-out.source.connectionArn": ARN.replace("us-east-2", "eu-west-1"),
    },
    `pipelines.http-scale-out.source.connectionArn must be a connection in the environment's region (us-east-2), got "${shown(ARN.replace("us-east-2", "eu-west-1"))}". Name one of that region, or remove it: the stack creates one.`,
  ],
  [
    "the connection is in another account",
    {
      ...released,
      accountId: "444455556666",
      "pipelines.http-scale-out.source.connectionArn": ARN,
    },
    `pipelines.http-scale-out.source.connectionArn must be a connection in the environment's account (444455556666), got "${shown(ARN)}". Name one of that account, or remove it: the stack creates one.`,
  ],
  [
    "the ARN is that of something else",
    {
      ...released,
      "pipelines.http-scale-out.source.connectionArn": ARN.replace("connection/", "host/"),
    },
    `pipelines.http-scale-out.source.connectionArn must be the ARN of a connection: its end must be the id of a connection, as in "connection/01234567-89ab-cdef-0123-456789abcdef", got "${shown(ARN.replace("connection/", "host/"))}".`,
  ],
  [
    "the connection has a provider already",
    {
      ...released,
      "pipelines.http-scale-out.source.connectionArn": ARN,
      "pipelines.http-scale-out.source.provider": "GitLab",
    },
    'pipelines.http-scale-out.source.provider must be removed where connectionArn is set, whose connection has a provider, got "GitLab". Remove one of the two.',
  ],
  [
    "CodePipeline has no connections in the region",
    { ...released, region: "ap-east-1" },
    'pipelines.http-scale-out.source.kind must not be "connection" in ap-east-1, where CodePipeline has no connections to repositories, got "connection". Deploy from another service (docs/how-to/github-actions.md), or choose another region.',
  ],
  [
    "the partition has none",
    { ...released, region: "cn-north-1" },
    'pipelines.http-scale-out.source.kind must not be "connection" in cn-north-1, where CodePipeline has no connections to repositories, got "connection". Deploy from another service (docs/how-to/github-actions.md), or choose another region.',
  ],
  [
    "a server keeps the states",
    { ...released, state: { kind: "cloud", organization: "acme" } },
    'pipelines.http-scale-out must be removed where state.kind is "cloud", for whose server the pipeline has no token, got an object. Let HCP Terraform run the plans, or keep the states in S3.',
  ],
  [
    "the images that are pushed come from elsewhere",
    {
      ...released,
      "pipelines.http-scale-out.source.kind": "image-push",
      "systems.http-scale-out.image": { kind: "reference", reference: "ghcr.io/acme/shop" },
    },
    'systems.http-scale-out.image must have a tag of its own where pipelines.http-scale-out sets image_tag to the tag that is pushed to a repository of this project, got an object. Add a tag, or use { kind: "repository" }.',
  ],
  [
    "no image is pushed to the project",
    {
      ...released,
      "pipelines.http-scale-out.source.kind": "image-push",
      "systems.http-scale-out.image": { kind: "reference", reference: "ghcr.io/acme/shop:1.0.0" },
    },
    'pipelines.http-scale-out.source.kind must not be "image-push" where http-scale-out has 0 images of its own, as it releases the tag of one, got "image-push". Use "connection", which builds all of them.',
  ],
  [
    "an image is built here and pushed elsewhere",
    { ...released, "pipelines.http-scale-out.source.kind": "image-push" },
    'systems.http-scale-out.image.build must be removed where pipelines.http-scale-out waits for images that something else pushes, got an object. Remove it, or use source.kind "connection".',
  ],
  [
    "nothing is built",
    { ...released, "systems.http-scale-out.image": { kind: "repository" } },
    "systems.http-scale-out.image.build must be set where pipelines.http-scale-out builds the images, but is missing. Add build: {}, or remove the pipeline.",
  ],
  [
    "the image is another's, and follows the tag",
    {
      ...released,
      "systems.http-scale-out.image": { kind: "reference", reference: "ghcr.io/acme/shop" },
    },
    'systems.http-scale-out.image must have a tag of its own where pipelines.http-scale-out sets image_tag to the commit that it builds, got an object. Add a tag, or use { kind: "repository", build: {} }.',
  ],
  [
    "no alarm is watched for these minutes",
    { ...released, "pipelines.http-scale-out.alarmMinutes": 5 },
    'pipelines.http-scale-out.alarmMinutes must be removed where no alarm rolls a release back, got 5. Remove it, or set rollback to "alarms".',
  ],
  [
    "ECS would leave a task on an older image",
    {
      ...released,
      "pipelines.http-scale-out.deploy": { kind: "ecs" },
      "systems.http-scale-out.beforeRelease": { command: ["node", "migrate.js"] },
    },
    'systems.http-scale-out.beforeRelease must be removed where pipelines.http-scale-out.deploy.kind is "ecs", which releases services alone: these tasks would stay on an older image, got an object. Remove it, or set deploy to { kind: "terraform" }.',
  ],
  [
    "workflows and ECS release",
    {
      ...released,
      github: { repository: "acme/shop", ownerId: 1, repositoryId: 2 },
      "pipelines.http-scale-out.deploy": { kind: "ecs" },
    },
    'pipelines.http-scale-out.deploy.kind must not be "ecs" where github is set, whose workflows release by an apply that would change no image, got "ecs". Remove github, or set deploy to { kind: "terraform" }.',
  ],
  [
    "alarms roll back where there are none",
    { ...released, "pipelines.http-scale-out.rollback": "alarms" },
    'pipelines.http-scale-out.rollback must not be "alarms" where nobody receives alarms, as the system then has none, got "alarms". Set notificationEmail or notifications, or use "failure".',
  ],
]);

test("accepts an image of others whose address has a tag", () => {
  const image = { kind: "reference", reference: "ghcr.io/acme/shop:1.0.0" };
  expect(problemsOf({ ...released, "systems.http-scale-out.image": image })).toEqual([]);
});

test("warns of releases that nobody approves where resources are protected", () => {
  const protections = { ...minimal.protections, deletionProtection: true };
  expect(
    warningsAbout({ ...released, protections, "pipelines.http-scale-out.approval": false }),
  ).toEqual([
    "dev.pipelines.http-scale-out.approval is false where protections.deletionProtection is true: each push to the branch is applied without a person. Remove it to have each plan approved.",
  ]);
  expect(warningsAbout({ ...released, protections })).toEqual([]);
  expect(warningsAbout({ ...released, "pipelines.http-scale-out.approval": false })).toEqual([]);
});

test("warns of a second way to release a system", () => {
  const github = { repository: "acme/shop", ownerId: 1, repositoryId: 2 };
  expect(warningsAbout({ ...released, github })).toEqual([
    "dev.pipelines.http-scale-out is one of two ways to release http-scale-out, the other one being the workflows of `github`. Leave http-scale-out out of the variable SYSTEMS on GitHub, so that only the pipeline deploys it.",
  ]);
});

test("refuses a service for each of whose applies a person chooses the color", () => {
  const image = { kind: "repository", build: {} };
  const talk = { priority: 1, image, deployment: { kind: "blue-green-by-variable" } };
  expect(
    problemsOf({
      "systems.talk-service": { services: { talk } },
      "pipelines.talk-service": { source },
    }),
  ).toEqual([
    'dev.systems.talk-service.services.talk.deployment.kind must not be "blue-green-by-variable" with pipelines.talk-service, because a person chooses live_color for each apply, got "blue-green-by-variable". Use "blue-green-by-ecs" or "rolling", or remove the pipeline.',
  ]);
});

test.each([
  "   ",
  "DB_PASSWORD=hunter2hunter2 npm test",
  "npm test && API_KEY='0a1b2c3d4e' npm run smoke",
  "curl https://shop:hunter2@example.com",
  "aws configure set x AKIAIOSFODNN7ABCDEFG",
])("refuses the command %j", (command) => {
  const change = { ...released, "pipelines.http-scale-out.testCommands": [command] };
  expect(problemsOf(change)).toEqual([
    expect.stringMatching(
      /^dev\.pipelines\.http-scale-out\.testCommands\[0\] must be a command of one line without a secret, as in "npm test -- unit", got /,
    ),
  ]);
});

test.each([
  "DB_PASSWORD=$TEST_PASSWORD npm test",
  'TOKEN="$(cat token)" npm test',
  "PASSWORD=$TEST_PASSWORD npm test",
  "NODE_ENV=test npm test",
  "npm run lint",
])("takes the command %j", (command) => {
  expect(problemsOf({ ...released, "pipelines.http-scale-out.testCommands": [command] })).toEqual(
    [],
  );
});

test.each(["-main", "main.", "a/.b", "a.lock/b", "/main"])("refuses the branch %s", (branch) => {
  expect(problemsOf({ ...released, "pipelines.http-scale-out.source.branch": branch })).toEqual([
    `dev.pipelines.http-scale-out.source.branch must be the name of a branch, as in "main", got ${JSON.stringify(branch)}.`,
  ]);
});

test("only GitLab has groups of repositories", () => {
  const groups = (more: object) =>
    problemsOf({
      ...released,
      "pipelines.http-scale-out.source": { ...source, repository: "acme/web/shop", ...more },
    });
  expect(groups({})).toEqual([
    'dev.pipelines.http-scale-out.source.repository must be an owner and a name on GitHub, as only GitLab has groups, got "acme/web/shop". Remove the groups, or set provider to "GitLab".',
  ]);
  expect(groups({ provider: "Bitbucket" })).toHaveLength(1);
  expect(groups({ provider: "GitLab" })).toEqual([]);
  expect(groups({ connectionArn: ARN })).toEqual([]);
});
