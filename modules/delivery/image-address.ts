import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { Construct } from "constructs";
import { validate } from "../validation";
import {
  ecrRepositoryOf,
  parseImageReference,
  type EcrRepository,
  type ImageReference,
} from "../../aws/images";

/** Where a container's image is: in a repository of this account, or at an address of the user's own. */
export type ImageSource = RepositorySource | ReferenceSource;

export interface RepositorySource {
  readonly kind: "repository";
  readonly repositoryName: string;
}

export interface ReferenceSource {
  readonly kind: "reference";
  /** `[registry/]repository`, with `:tag` or `@digest` where the deployment is to have no say in it. */
  readonly reference: string;
}

export interface ImageAddressProps {
  readonly source: ImageSource;
  readonly region: string;
  /** Tag of images whose address has neither tag nor digest: a variable of the deployment, made only for those. */
  readonly imageTag: () => string;
}

/**
 * The full address of an image.
 *
 * A repository's address follows from account and region, so that the stack that runs the image needs nothing from the
 * one that holds the repository, and can be planned before that exists.
 */
export class ImageAddress extends Construct {
  readonly address: string;
  /** The address without tag and digest. */
  readonly repositoryUrl: string;
  /** The tag, or the digest of an address without one: by what a release is known. */
  readonly version: string;
  /** The repository, where it is one of ECR: whoever pulls the image needs a permission for it. */
  readonly repositoryArn: string | undefined;

  constructor(scope: Construct, id: string, { source, region, imageTag }: ImageAddressProps) {
    super(scope, id);
    if (source.kind === "repository") {
      const { accountId } = new DataAwsCallerIdentity(this, "account");
      const partition = this.lookUpPartition();
      const registry = `${accountId}.dkr.ecr.${region}.${partition.dnsSuffix}`;
      this.version = imageTag();
      this.repositoryUrl = `${registry}/${source.repositoryName}`;
      this.address = `${this.repositoryUrl}:${this.version}`;
      this.repositoryArn = arnOf({ accountId, region, name: source.repositoryName }, partition);
    } else {
      const { reference } = source;
      const parts = this.partsOf(reference);
      const given = parts?.tag ?? parts?.digest;
      this.version = given ?? imageTag();
      this.repositoryUrl = reference.replace(/(:[\w.-]+)?(@.*)?$/, "");
      this.address = given === undefined ? `${reference}:${this.version}` : reference;
      const repository = ecrRepositoryOf(reference);
      this.repositoryArn = repository && arnOf(repository, this.lookUpPartition());
    }
  }

  private lookUpPartition(): DataAwsPartition {
    return new DataAwsPartition(this, "partition");
  }

  private partsOf(reference: string): ImageReference | undefined {
    const parts = parseImageReference(reference);
    validate(this, () =>
      parts === undefined
        ? `\`reference\` must be [registry/]repository[:tag][@sha256:digest], got "${reference}".`
        : undefined,
    );
    return parts;
  }
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_service-with-iam.html */
function arnOf(
  { accountId, region, name }: EcrRepository,
  { partition }: DataAwsPartition,
): string {
  return `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`;
}
