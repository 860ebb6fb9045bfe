import * as aws from "../../../aws/containers/images";
import * as z from "zod";
import {
  imageReferenceProblem,
  isImagePath,
  isImageTag,
  isRegistryHost,
  MAX_IMAGE_REFERENCE,
} from "../../../aws/containers/images";
import { secretKind } from "../../../aws/containers/ecs";
import { broken, rule } from "../../rules/rule";
import { secretIn } from "../../rules/containers/secrets";
import {
  dictionary,
  flag,
  hasTemplate,
  kindsOf,
  relativePath,
  settings,
  text,
  textOf,
  textWithout,
} from "../fields";

/** Default repository of a system's image. */
export interface ImageDefaults {
  readonly repositoryName: string;
  /** Folder of the program, from the project's root. */
  readonly context: string;
  /** Path of the Dockerfile within it. @default "Dockerfile" */
  readonly dockerfile?: string;
}

/** The image of a service: from a repository that this project creates, or any other. */
export function image(defaults: ImageDefaults) {
  const reference = settings({
    kind: z.literal("reference"),
    /** Any image. Without a tag or digest, the tag is the variable `image_tag`. */
    reference: textWithout(
      'must be an image reference, as in "ghcr.io/acme/shop"',
      imageReferenceProblem,
    ),
    /**
     * ARN of a secret with `username` and `password` for a private registry; ECR needs none.
     * @default none
     */
    credentialsSecretArn: registryCredentials().optional(),
  });
  return z.discriminatedUnion(
    "kind",
    [repository(defaults), reference],
    kindsOf('must be an object with kind "repository" or "reference"'),
  );
}

function registryCredentials() {
  return text(
    "must be the ARN of a Secrets Manager secret",
    (value) => secretKind(value) === "secrets-manager",
    "Store { username, password } there as JSON, and set its ARN here.",
  );
}

/** The parts make up one address, with a slash and a colon between. */
const addressFits = rule<{
  containerRegistry: string;
  containerName: string;
  containerTag?: string;
}>(
  ["containerRegistry", "containerName", "containerTag"],
  ({ containerRegistry, containerName, containerTag = "" }) => {
    const rest = containerRegistry.length + containerTag.length + 2;
    return rest + containerName.length <= MAX_IMAGE_REFERENCE
      ? undefined
      : broken(
          "containerName",
          `must have at most ${Math.max(0, MAX_IMAGE_REFERENCE - rest)} characters, because an image reference may have ${MAX_IMAGE_REFERENCE}, including containerRegistry and containerTag`,
          containerName,
          "Shorten one of the three.",
        );
  },
);

/** The same, with the parts of a reference as separate fields. */
export function imageByParts(defaults: ImageDefaults) {
  const registry = settings({
    kind: z.literal("registry"),
    /** Host of the registry. @default "docker.io" */
    containerRegistry: text(
      'must be the host of a registry, as in "docker.io" or "localhost:5000"',
      isRegistryHost,
      'Leave out "https://", and write the image\'s path in containerName.',
    ).default("docker.io"),
    /** Path of the image in its registry, as in "acme/shop". @default the sample's name */
    containerName: text(
      'must be the path of an image in lower case, as in "acme/shop"',
      (value) => value.length <= aws.MAX_IMAGE_NAME && isImagePath(value),
      "Write the registry in containerRegistry, and the tag in containerTag.",
    ).default(defaults.repositoryName),
    /** A fixed version. With a moving tag, tasks can run different versions. @default the variable `image_tag` */
    containerTag: text(
      "must be 1 to 128 letters, digits, dots, hyphens and underscores",
      isImageTag,
    ).optional(),
    /**
     * ARN of a secret with `username` and `password` for a private registry; ECR needs none.
     * @default none
     */
    credentialsSecretArn: registryCredentials().optional(),
  }).check(addressFits);
  return z.discriminatedUnion(
    "kind",
    [registry, repository(defaults)],
    kindsOf('must be an object with kind "registry" or "repository"'),
  );
}

/** An image in a repository that the images stack creates. */
function repository({ repositoryName, context, dockerfile }: ImageDefaults) {
  const build = settings({
    /** Build context, relative to the project's root. @default the system's sample service */
    context: buildContext().default(context),
    /** Path of the Dockerfile within the context. @default the sample's in its own context, otherwise "Dockerfile" */
    dockerfile: dockerfilePath().optional(),
    ...buildOptions(),
  }).overwrite((given) => ({
    ...given,
    dockerfile: given.dockerfile ?? (given.context === context ? dockerfile : undefined),
  }));
  return settings({
    kind: z.literal("repository"),
    /** ECR repository that the images stack creates. @default the system's own */
    repositoryName: textOf(aws.repositoryName).default(repositoryName),
    /** Builds and pushes the image in the images stack. @default you push the image yourself */
    build: build.optional(),
    ...pushed(),
  });
}

/** The image of a container beside a service's own. */
export function sidecarImage() {
  return z.discriminatedUnion(
    "kind",
    [
      settings({
        kind: z.literal("reference"),
        /** Any image, with a tag or digest: the variable `image_tag` is that of the service's own image. */
        reference: taggedReference(),
        /**
         * ARN of a secret with `username` and `password` for a private registry; ECR needs none.
         * @default none
         */
        credentialsSecretArn: registryCredentials().optional(),
      }),
      settings({
        kind: z.literal("repository"),
        /** ECR repository that the images stack creates. */
        repositoryName: textOf(aws.repositoryName),
        /** Builds and pushes the image in the images stack. @default you push the image yourself */
        build: settings({
          /** Build context, relative to the project's root. */
          context: buildContext(),
          /** Path of the Dockerfile within the context. @default "Dockerfile" */
          dockerfile: dockerfilePath().optional(),
          ...buildOptions(),
        }).optional(),
        ...pushed(),
      }),
      /** That of the service, as for a migration before it starts. */
      settings({ kind: z.literal("service") }),
    ],
    kindsOf('must be an object with kind "reference", "repository" or "service"'),
  );
}

/** An image with its tag or digest. */
export function taggedReference() {
  return textWithout(
    'must be an image reference with a tag or digest, as in "nginx:1.29.3"',
    (value) => imageReferenceProblem(value) ?? untagged(value),
  );
}

function untagged(reference: string): string | undefined {
  const { tag, digest } = aws.splitImageReference(reference);
  return tag === undefined && digest === undefined
    ? "must have a tag or digest, because the variable image_tag is that of the service's own image"
    : undefined;
}

const buildContext = () =>
  text(
    'must be a folder within the project, as in "services/shop"',
    relativePath,
    "Write it relative to the project's root, without a slash at the start or end.",
  );

const dockerfilePath = () =>
  text(
    'must be the path of a file within the context, as in "docker/Dockerfile"',
    relativePath,
    "Write it relative to the context, without a slash at the start or end.",
  );

function buildOptions() {
  return {
    /** Stage of the Dockerfile at which to stop. @default the last one */
    target: text(
      'must be the name of a stage, as in "release"',
      /^[A-Za-z][\w.-]{0,99}$/,
    ).optional(),
    /** Values of the Dockerfile's ARGs; they stay in the image's history, so that no secret may be among them. @default none */
    args: dictionary(
      "of 1 to 100 letters, digits and underscores",
      /^[A-Za-z_]\w{0,99}$/,
      text(
        "must be at most 1000 characters of one line, without a secret",
        (value) =>
          /^[^\p{C}]{0,1000}$/u.test(value) && !hasTemplate(value) && secretIn(value) === undefined,
      ),
      { max: 50 },
    ).prefault({}),
  };
}

function pushed() {
  return {
    /** Whether something else, such as your pipeline, pushes the images. Only silences a warning. @default false */
    pushedElsewhere: flag().default(false),
  };
}

interface Repository {
  kind: "repository";
  repositoryName: string;
  pushedElsewhere: boolean;
  build?: Build;
}

interface Build {
  context: string;
  dockerfile?: string;
  target?: string;
  args: Record<string, string>;
}

/** An image with its service's own name where the defaults have a place for one. */
export function filledImage<Source extends { kind: "reference" }>(
  source: Source | Repository,
  fill: (pattern: string) => string,
  sample?: Sample,
): Source | Repository {
  if (source.kind === "reference") return source;
  const { repositoryName, build } = source;
  return {
    ...source,
    repositoryName: fill(repositoryName),
    build:
      build &&
      (sample !== undefined && isDefault(build, fill)
        ? { ...build, ...sampleBuild(sample.program) }
        : { ...build, context: fill(build.context) }),
  };
}

/** A program of the workspace in `services/`, which several services may run. */
export interface Sample {
  readonly program: string;
  /** What tells the program which of them it is. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a program of the workspace is built from. */
export function sampleBuild(program: string) {
  return { context: "services", dockerfile: `${program}/Dockerfile` };
}

/** The variables of a container, with those that the sample needs where the image is the sample's. */
export function withSample(
  environment: Readonly<Record<string, string>>,
  source: { kind: "reference" } | Repository,
  fill: (pattern: string) => string,
  sample: Sample | undefined,
): Record<string, string> {
  const runsSample =
    source.kind === "repository" && (source.build === undefined || isDefault(source.build, fill));
  return { ...(runsSample ? sample?.environment : undefined), ...environment };
}

/** Whether the settings name no other folder than the default, which has a place for the service's name. */
function isDefault({ context }: { context: string }, fill: (pattern: string) => string): boolean {
  return fill(context) !== context;
}
