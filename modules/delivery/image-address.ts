import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { Construct } from "constructs";
import { validate } from "../validation";
import { parseImageReference } from "./image-reference";

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

  constructor(scope: Construct, id: string, { source, region, imageTag }: ImageAddressProps) {
    super(scope, id);
    if (source.kind === "repository") {
      this.repositoryUrl = `${this.registry(region)}/${source.repositoryName}`;
      this.address = `${this.repositoryUrl}:${imageTag()}`;
    } else {
      this.repositoryUrl = source.reference.replace(/(:[\w.-]+)?(@.*)?$/, "");
      this.address = this.givenAddress(source.reference, imageTag);
    }
  }

  /** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
  private registry(region: string): string {
    const { accountId } = new DataAwsCallerIdentity(this, "account");
    const { dnsSuffix } = new DataAwsPartition(this, "partition");
    return `${accountId}.dkr.ecr.${region}.${dnsSuffix}`;
  }

  private givenAddress(reference: string, imageTag: () => string): string {
    const parts = parseImageReference(reference);
    validate(this, () =>
      parts === undefined
        ? `\`reference\` must be [registry/]repository[:tag][@sha256:digest], got "${reference}".`
        : undefined,
    );
    const complete = parts?.tag !== undefined || parts?.digest !== undefined;
    return complete ? reference : `${reference}:${imageTag()}`;
  }
}
