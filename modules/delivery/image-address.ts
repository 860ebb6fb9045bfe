import { Construct } from "constructs";
import { accountIdOf, dnsSuffixOf, partitionOf } from "../aws-lookups";
import { validate } from "../validation";
import {
  ecrRepositoryOf,
  parseImageReference,
  type EcrRepository,
} from "../../aws/containers/images";
import { imageTagOf } from "./image-tag";

/** The location of a container's image: a repository in this account, or the user's own address. */
export type ImageSource = RepositorySource | ReferenceSource;

export interface RepositorySource {
  readonly kind: "repository";
  readonly repositoryName: string;
}

export interface ReferenceSource {
  readonly kind: "reference";
  /** `[registry/]repository`, with `:tag` or `@digest` to pin the image. */
  readonly reference: string;
  /**
   * ARN of a secret with `username` and `password` for the registry. @default - none: the registry is public, or ECR
   */
  readonly credentialsSecretArn?: string;
}

export interface ImageAddressProps {
  readonly source: ImageSource;
  readonly region: string;
  /**
   * Tag for images whose address has neither tag nor digest.
   * @default the stack's variable `image_tag`, which only such images make
   */
  readonly imageTag?: () => string;
}

/**
 * The full address of an image.
 *
 * A repository's address is derived from account and region. So the stack that runs the image does not depend on the
 * stack with the repository, and can be planned before it exists.
 */
export class ImageAddress extends Construct {
  readonly address: string;
  /** The address without tag and digest. */
  readonly repositoryUrl: string;
  /** The identifier of a release: the tag, or the digest of an address without a tag. */
  readonly version: string;
  /** The ECR repository, which the image's puller needs permission for. */
  readonly repositoryArn: string | undefined;

  constructor(scope: Construct, id: string, { source, region, imageTag }: ImageAddressProps) {
    super(scope, id);
    this.version = imageVersion(this, source, imageTag);
    if (source.kind === "repository") {
      const name = source.repositoryName;
      const accountId = accountIdOf(this);
      this.repositoryUrl = `${accountId}.dkr.ecr.${region}.${dnsSuffixOf(this)}/${name}`;
      this.address = `${this.repositoryUrl}:${this.version}`;
      this.repositoryArn = this.arnOf({ accountId, region, name });
    } else {
      const { reference } = source;
      validate(this, () => referenceProblem(reference));
      this.repositoryUrl = reference.replace(/(:[\w.-]+)?(@.*)?$/, "");
      this.address =
        fixedVersion(source) === undefined ? `${reference}:${this.version}` : reference;
      const repository = ecrRepositoryOf(reference);
      this.repositoryArn = repository && this.arnOf(repository);
    }
  }

  /** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_service-with-iam.html */
  private arnOf({ accountId, region, name }: EcrRepository): string {
    return `arn:${partitionOf(this)}:ecr:${region}:${accountId}:repository/${name}`;
  }
}

/** The tag or digest that identifies a release of an image. */
export function imageVersion(
  scope: Construct,
  source: ImageSource,
  imageTag = () => imageTagOf(scope),
): string {
  return fixedVersion(source) ?? imageTag();
}

/** A tag or digest in the address itself, which a deployment cannot change. */
function fixedVersion(source: ImageSource): string | undefined {
  if (source.kind === "repository") return undefined;
  const parts = parseImageReference(source.reference);
  return parts?.tag ?? parts?.digest;
}

function referenceProblem(reference: string): string | undefined {
  return parseImageReference(reference) === undefined
    ? `\`reference\` must be [registry/]repository[:tag][@sha256:digest], got "${reference}".`
    : undefined;
}
