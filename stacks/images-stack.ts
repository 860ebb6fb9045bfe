import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../settings/environment";
import { ImageBuild } from "../modules/delivery/image-build";
import { ImageRegistry } from "../modules/delivery/image-registry";
import { ImageRepository } from "../modules/delivery/image-repository";
import { addImageTag } from "./image-tag";
import { SystemStack } from "./system-stack";

/** An image of a system: its repository, and how it gets there. */
export interface SystemImage {
  readonly repositoryName: string;
  /** @default pushed by other means */
  readonly build?: { readonly context: string; readonly dockerfile?: string };
  readonly architecture: "x86_64" | "arm64";
}

/** Settings of a system that runs one image. */
export interface ImageSettings {
  readonly image:
    | (Omit<SystemImage, "architecture"> & { readonly kind: "repository" })
    | { readonly kind: "reference" | "registry" };
  readonly capacity: { readonly architecture: "x86_64" | "arm64" };
}

/** The image of a system that runs one, where a repository of our own holds it. */
export function ownImage({ image, capacity }: ImageSettings): SystemImage[] {
  if (image.kind !== "repository") return [];
  return [{ ...image, architecture: capacity.architecture }];
}

export interface ImagesStackProps {
  readonly system: string;
  readonly images: readonly SystemImage[];
}

/** The image repositories of a system; builds the images and pushes them where the settings say so. */
export class ImagesStack extends SystemStack {
  constructor(scope: Construct, environment: Environment, { system, images }: ImagesStackProps) {
    super(scope, environment, `${system}-images`);
    // Declared even where nothing is built: one `cdktf deploy --var image_tag=…` gives it to every stack it deploys, and
    // Terraform refuses a variable that a stack does not know.
    const imageTag = addImageTag(this);
    const registry = images.some(({ build }) => build !== undefined)
      ? new ImageRegistry(this, "registry")
      : undefined;
    const urls = images.map((image): [string, string] => [
      image.repositoryName,
      this.addImage(image, imageTag, registry).repositoryUrl,
    ]);
    new TerraformOutput(this, "repository_urls", { value: Object.fromEntries(urls) });
  }

  private addImage(
    { repositoryName, build, architecture }: SystemImage,
    imageTag: string,
    registry: ImageRegistry | undefined,
  ): ImageRepository {
    const repository = new ImageRepository(this, `${repositoryName}-repository`, {
      name: this.named(repositoryName),
      forceDelete: !this.environment.protections.deletionProtection,
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
    return repository;
  }
}
