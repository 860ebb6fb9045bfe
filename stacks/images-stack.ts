import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { ImageBuild, type ImageBuildProps, ImageRegistry } from "../modules/delivery/image-build";
import { ImageRepository } from "../modules/delivery/image-repository";
import { imageTagOf } from "../modules/delivery/image-tag";
import type { Environment } from "../settings/environment";
import { SystemStack } from "./system-stack";

/** An image of a system: its repository, and how it gets there. */
export interface SystemImage {
  readonly repositoryName: string;
  /** @default pushed by other means */
  readonly build?: Pick<ImageBuildProps, "context" | "dockerfile" | "target" | "args">;
  readonly architecture: "x86_64" | "arm64";
}

/** The image repositories of a system; builds the images and pushes them where the settings say so. */
export class ImagesStack extends SystemStack {
  constructor(
    scope: Construct,
    environment: Environment,
    system: string,
    images: readonly SystemImage[],
  ) {
    super(scope, environment, `${system}-images`);
    // Declared even where nothing is built: one `cdktf deploy --var image_tag=…` gives it to every stack it deploys, and
    // Terraform refuses a variable that a stack does not know.
    const imageTag = imageTagOf(this);
    const isBuilding = images.some(({ build }) => build !== undefined);
    const registry = isBuilding ? new ImageRegistry(this, "registry") : undefined;
    const repositories = images.map(({ repositoryName, build, architecture }) => {
      const repository = new ImageRepository(this, `${repositoryName}-repository`, {
        name: this.named(repositoryName),
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
