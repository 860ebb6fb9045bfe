import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { ImageBuild, type ImageBuildProps, ImageRegistry } from "../modules/delivery/image-build";
import { ImageRepository } from "../modules/delivery/image-repository";
import { imageTagOf } from "../modules/delivery/image-tag";
import type { Environment } from "../settings/environment";
import { SystemStack } from "./system-stack";

/** An image of a system, with its repository and build. */
export interface SystemImage {
  readonly repositoryName: string;
  /** @default - you push the image yourself */
  readonly build?: Pick<ImageBuildProps, "context" | "dockerfile" | "target" | "args">;
  readonly architecture: "x86_64" | "arm64";
}

/** The image repositories of a system. Builds and pushes images if the settings define a build. */
export class ImagesStack extends SystemStack {
  constructor(
    scope: Construct,
    environment: Environment,
    system: string,
    images: readonly SystemImage[],
  ) {
    super(scope, environment, `${system}-images`);
    // Declared even if nothing is built: `cdktf deploy --var image_tag=…` passes it to every stack that it deploys, and
    // Terraform rejects a variable that a stack does not declare.
    const imageTag = imageTagOf(this);
    const isBuilding = images.some(({ build }) => build !== undefined);
    const registry = isBuilding ? new ImageRegistry(this, "registry") : undefined;
    const repositories = images.map(({ repositoryName, build, architecture }) => {
      const repository = new ImageRepository(this, `${repositoryName}-repository`, {
        name: this.named(repositoryName),
        keepImages: environment.keepImages,
        forceDelete: !environment.protections.deletionProtection,
      });
      if (build !== undefined && registry !== undefined) {
        new ImageBuild(this, `${repositoryName}-build`, {
          registry,
          repository,
          imageTag,
          ...build,
          architecture,
        });
      }
      return [repositoryName, repository.repositoryUrl] as const;
    });
    new TerraformOutput(this, "repository_urls", { value: Object.fromEntries(repositories) });
  }
}
