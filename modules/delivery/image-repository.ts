import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { imageDefaults } from "../../aws/defaults";
import { lifecycle } from "../../aws/containers/images";
import { validate, within } from "../validation";

export interface ImageRepositoryProps {
  readonly name: string;
  /**
   * Number of newest images to keep, tagged or not. With immutable tags, these are the releases for a rollback.
   * @default 30
   */
  readonly keepImages?: number;
  /** Days after which untagged images expire. @default 7 */
  readonly untaggedDays?: number;
  /** Whether destroying the repository also deletes its images. @default false */
  readonly forceDelete?: boolean;
}

/**
 * An ECR repository: tags are immutable, each push is scanned, and old images expire.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export class ImageRepository extends Construct {
  readonly resource: EcrRepository;
  readonly repositoryUrl: string;

  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id);
    const keepImages = props.keepImages ?? imageDefaults.keep;
    const untaggedDays = props.untaggedDays ?? 7;
    validate(
      this,
      within("keepImages", keepImages, ...lifecycle.keepImages),
      within("untaggedDays", untaggedDays, ...lifecycle.untaggedDays),
    );
    this.resource = new EcrRepository(this, "Default", {
      name: props.name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "AES256" }],
      forceDelete: props.forceDelete ?? false,
    });
    this.repositoryUrl = this.resource.repositoryUrl;
    this.expireImages(keepImages, untaggedDays);
  }

  /** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
  private expireImages(keepImages: number, untaggedDays: number): void {
    const expire = (rulePriority: number, description: string, selection: object) => ({
      rulePriority,
      description,
      selection,
      action: { type: "expire" },
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: this.resource.name,
      policy: JSON.stringify({
        rules: [
          expire(1, `Images without a tag go after ${untaggedDays} days`, {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: untaggedDays,
          }),
          expire(2, `The newest ${keepImages} images stay`, {
            tagStatus: "any",
            countType: "imageCountMoreThan",
            countNumber: keepImages,
          }),
        ],
      }),
    });
  }
}
