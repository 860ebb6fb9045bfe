import { join } from "node:path";
import { DataAwsEcrAuthorizationToken } from "@cdktf/provider-aws/lib/data-aws-ecr-authorization-token";
import { Image } from "@cdktf/provider-docker/lib/image";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { RegistryImage } from "@cdktf/provider-docker/lib/registry-image";
import { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import { instanceDefaults } from "../../aws/defaults";
import { validate } from "../validation";
import { BuildContext, buildContextProblem } from "./build-context";
import type { ImageRepository } from "./image-repository";

export interface ImageBuildProps {
  readonly registry: ImageRegistry;
  readonly repository: ImageRepository;
  /** Tag that the image is pushed under; a variable of the deployment. */
  readonly imageTag: string;
  /** Folder of the sources, absolute or relative to the synth's working directory. */
  readonly context: string;
  /** Path within `context`. @default "Dockerfile" */
  readonly dockerfile?: string;
  /** Target stage in the Dockerfile. @default - the last one */
  readonly target?: string;
  /** Values of the Dockerfile's ARGs. Anyone who has the image can read them. @default none */
  readonly args?: Readonly<Record<string, string>>;
  /** CPU architecture of the tasks. A tag contains an image for only one architecture. @default "x86_64" */
  readonly architecture?: "x86_64" | "arm64";
}

const PLATFORMS = { x86_64: "linux/amd64", arm64: "linux/arm64" } as const;

/**
 * Builds an image and pushes it to a repository whenever the sources or the tag change.
 *
 * Never overwrites a tag in the repository: tags are immutable, so ECR refuses the push and the apply fails with its
 * message. Changed sources need a new tag. A previous tag is never deleted, because a rollback deploys it.
 *
 * The sources are copied next to the stack's JSON, so that Terraform only needs the stack's folder.
 */
export class ImageBuild extends Construct {
  constructor(scope: Construct, id: string, props: ImageBuildProps) {
    super(scope, id);
    const options = { folder: props.context, dockerfile: props.dockerfile ?? "Dockerfile" };
    const problem = buildContextProblem(options);
    validate(this, () => problem);
    if (problem !== undefined) return;
    const context = new BuildContext(options);
    this.buildAndPush(props, context, this.copyAtSynth(context), options.dockerfile);
  }

  /** Path of the copy relative to the stack's folder. */
  private copyAtSynth(context: BuildContext): string {
    const stack = TerraformStack.of(this);
    const path = `assets/${stack.getLogicalId(this.node)}`;
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }) => {
        context.copyTo(join(outdir, manifest.forStack(stack).workingDirectory, path));
      },
    });
    return path;
  }

  private buildAndPush(
    { registry, repository, imageTag, architecture, target, args = {} }: ImageBuildProps,
    context: BuildContext,
    path: string,
    dockerfile: string,
  ): void {
    const options = { target, args };
    const triggers = {
      sources: context.hash,
      // For a plain build it would only add a difference from earlier stacks.
      ...(target === undefined && Object.keys(args).length === 0
        ? {}
        : { options: JSON.stringify(options) }),
    };
    const image = new Image(this, "Default", {
      provider: registry.provider,
      name: `${repository.repositoryUrl}:${imageTag}`,
      buildAttribute: {
        // Docker's own BuildKit. Without a name, the provider uses the legacy builder, which does not support BUILDPLATFORM.
        builder: "default",
        context: `\${path.module}/${path}`,
        dockerfile,
        target,
        buildArgs: Object.keys(args).length === 0 ? undefined : { ...args },
        platform: PLATFORMS[architecture ?? instanceDefaults.architecture],
      },
      triggers,
      // The image may be in use on this machine, and keeping it costs nothing.
      keepLocally: true,
    });
    new RegistryImage(this, "push", {
      provider: registry.provider,
      name: image.name,
      triggers,
      keepRemotely: true,
    });
  }
}

/**
 * Docker, logged in to the account's registry. Created once per stack, and only in a stack that builds images, because
 * the provider needs a Docker daemon even to plan.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 */
export class ImageRegistry extends Construct {
  readonly provider: DockerProvider;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const token = new DataAwsEcrAuthorizationToken(this, "token");
    this.provider = new DockerProvider(this, "docker", {
      registryAuth: [
        {
          address: token.proxyEndpoint,
          username: token.userName,
          password: token.password,
        },
      ],
    });
  }
}
