import type { BuildSteps } from "./build-project";
import type { ReleasedService } from "./ecs-releases";

/** An image that a pipeline builds. */
export interface BuiltImage {
  /** Name of its ECR repository. */
  readonly repositoryName: string;
  /** Folder of the sources, from the project's root. */
  readonly context: string;
  /** Path within `context`. @default "Dockerfile" */
  readonly dockerfile?: string;
  /** @default - the last stage */
  readonly target?: string;
  /** @default none */
  readonly args?: Readonly<Record<string, string>>;
}

export type Architecture = "x86_64" | "arm64";

const PLATFORMS = { x86_64: "linux/amd64", arm64: "linux/arm64" } as const;

/** The version that the workflows for GitHub use, too. */
export const TERRAFORM_VERSION = "1.11.4";

/**
 * Packages of this repository are signed.
 * @see https://developer.hashicorp.com/terraform/install
 */
const INSTALL_TERRAFORM = [
  "dnf install -y dnf-plugins-core",
  "dnf config-manager --add-repo https://rpm.releases.hashicorp.com/AmazonLinux/hashicorp.repo",
  `dnf install -y terraform-${TERRAFORM_VERSION}`,
];

const LOGIN =
  'aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"';

/** Tag of an image for one of several architectures: each is an image of its own, which the list of the release names. */
function tagFor(architecture: Architecture, all: readonly Architecture[]): string {
  return all.length === 1 ? "$IMAGE_TAG" : `$IMAGE_TAG-${architecture}`;
}

/** Builds and pushes images for one architecture. A commit that runs again has its images already. */
export function imageSteps(
  images: readonly BuiltImage[],
  architecture: Architecture,
  all: readonly Architecture[],
): BuildSteps {
  const tag = tagFor(architecture, all);
  return {
    commands: [
      LOGIN,
      ...images.map((image) =>
        unlessPushed(
          image.repositoryName,
          tag,
          `${buildOf(image, architecture, tag)} && docker push "$REGISTRY/${image.repositoryName}:${tag}"`,
        ),
      ),
    ],
  };
}

/** Joins the images of all architectures under the tag of the release. */
export function manifestSteps(
  images: readonly BuiltImage[],
  all: readonly Architecture[],
): BuildSteps {
  return {
    commands: [
      LOGIN,
      ...images.map(({ repositoryName }) => {
        const at = (tag: string) => `"$REGISTRY/${repositoryName}:${tag}"`;
        const each = all.map((architecture) => at(tagFor(architecture, all))).join(" ");
        const list = at("$IMAGE_TAG");
        return unlessPushed(
          repositoryName,
          "$IMAGE_TAG",
          `docker manifest create ${list} ${each} && docker manifest push ${list}`,
        );
      }),
    ],
  };
}

function unlessPushed(repositoryName: string, tag: string, push: string): string {
  const image = `--repository-name ${repositoryName} --image-ids "imageTag=${tag}"`;
  return (
    `if aws ecr describe-images ${image} > /dev/null 2>&1; ` +
    `then echo "${repositoryName}:${tag} has been pushed before"; else ${push}; fi`
  );
}

function buildOf(
  { repositoryName, context, dockerfile = "Dockerfile", target, args = {} }: BuiltImage,
  architecture: Architecture,
  tag: string,
): string {
  return [
    "docker build",
    `--platform ${PLATFORMS[architecture]}`,
    `--file ${quoted(`${context}/${dockerfile}`)}`,
    ...(target === undefined ? [] : [`--target ${quoted(target)}`]),
    ...Object.entries(args).map(([name, value]) => `--build-arg ${quoted(`${name}=${value}`)}`),
    `--tag "$REGISTRY/${repositoryName}:${tag}"`,
    quoted(context),
  ].join(" ");
}

/** A word for the shell. */
function quoted(word: string): string {
  return /^[\w./=:-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

export interface ScanLimits {
  readonly maxCritical: number;
  /** @default any number */
  readonly maxHigh?: number;
  /** @default any number */
  readonly maxMedium?: number;
  readonly waitMinutes: number;
}

/** Waits for the scans of the release's images, and fails above a limit. */
export function scanSteps(repositoryNames: readonly string[], limits: ScanLimits): BuildSteps {
  const { maxCritical, maxHigh, maxMedium, waitMinutes } = limits;
  return {
    commands: [
      [
        "npm run -s gate -- scan",
        ...repositoryNames.map((name) => `"${name}:$IMAGE_TAG"`),
        `--max-critical ${maxCritical}`,
        ...(maxHigh === undefined ? [] : [`--max-high ${maxHigh}`]),
        ...(maxMedium === undefined ? [] : [`--max-medium ${maxMedium}`]),
        `--wait-minutes ${waitMinutes}`,
      ].join(" "),
    ],
  };
}

/** Folder of the files that tell CodePipeline's ECS action which images a service gets. */
const DEFINITIONS = "image-definitions";

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html#pipelines-create-image-definitions */
export function definitionsFile({ serviceName }: ReleasedService): string {
  return `${serviceName}.json`;
}

/** The same, and the files by which ECS releases the images. */
export function withDefinitions(
  { commands }: BuildSteps,
  services: readonly ReleasedService[],
): BuildSteps {
  const write = services.map((service) => {
    const images = Object.entries(service.containers).map(
      ([name, repository]) =>
        `{"name": "${name}", "imageUri": "'"$REGISTRY/${repository}:$IMAGE_TAG"'"}`,
    );
    return `echo '[${images.join(", ")}]' > ${DEFINITIONS}/${definitionsFile(service)}`;
  });
  return {
    commands: [...commands, `mkdir -p ${DEFINITIONS}`, ...write],
    outputFolder: DEFINITIONS,
  };
}

/** Plans a stack with the tag of the release, lets the guard judge the plan, and saves both for {@link applySteps}. */
export function planSteps(stack: string, hasPage: boolean): BuildSteps {
  const folder = `cdktf.out/stacks/${stack}`;
  return {
    install: INSTALL_TERRAFORM,
    commands: [
      ...(hasPage ? ["npm run page"] : []),
      `npm run synth -- ${stack}`,
      // Part of the artifact, so that a rollback plans with the tag of its own release.
      `printf '{"image_tag": "%s"}\\n' "$IMAGE_TAG" > ${folder}/release.auto.tfvars.json`,
      // An apply that is under way would make the plan stale: this waits for its lock.
      `bash .github/plan-stack.sh ${stack} -lock-timeout=60m`,
      `rm -rf ${folder}/.terraform`,
    ],
    outputFolder: folder,
  };
}

/** Applies the saved plan, and exports when it began. */
export function applySteps(stack: string): BuildSteps {
  return {
    install: INSTALL_TERRAFORM,
    commands: [
      "export STARTED=$(date -u +%Y-%m-%dT%H:%M:%SZ)",
      `bash .github/apply-plan.sh ${stack} "$CODEBUILD_SRC_DIR_plan"`,
    ],
    exports: ["STARTED"],
  };
}

/**
 * Fails if one of the alarms is raised after the release began: after the apply, or else after the deployment of the first
 * service.
 */
export function watchSteps(
  alarmNames: readonly string[],
  minutes: number,
  [first]: readonly ReleasedService[],
): BuildSteps {
  const began =
    first === undefined
      ? []
      : [
          `export STARTED=$(aws ecs describe-services --cluster ${first.clusterName} --services ${first.serviceName} ` +
            `--query "services[0].deployments[?status=='PRIMARY'] | [0].createdAt" --output text)`,
        ];
  const names = alarmNames.map(quoted).join(" ");
  return {
    commands: [
      ...began,
      `npm run -s gate -- alarms ${names} --minutes ${minutes} --since "$STARTED"`,
    ],
  };
}
