import { S3Backend, TerraformBackend, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { stateKeyAlias } from "./state-bucket";

/** Where a stack's state is stored. */
export type StateBackend = S3State | CloudState;

export interface S3State {
  readonly kind: "s3";
  readonly bucket: string;
  /** Region of the bucket. @default - the stack's region */
  readonly region?: string;
  /** ID, ARN or alias of the KMS key that encrypts the state. @default - the key that `StateBucket` created */
  readonly kmsKeyId?: string;
}

/** HCP Terraform, Terraform Enterprise, or a compatible server; the workspace is named after the stack. */
export interface CloudState {
  readonly kind: "cloud";
  readonly organization: string;
  /** @default "app.terraform.io" */
  readonly hostname?: string;
  /** @default the organization's default project */
  readonly project?: string;
}

/** Sets where a stack keeps its state. Each state is named after its stack, so no two stacks share one. */
export function configureBackend(
  stack: TerraformStack,
  state: StateBackend,
  stackRegion: string,
): void {
  const stackId = stack.node.id;
  switch (state.kind) {
    case "s3":
      useBucket(stack, stackId, state, stackRegion);
      break;
    case "cloud":
      new CloudBlock(stack, {
        hostname: state.hostname,
        organization: state.organization,
        workspaceName: stackId,
        project: state.project,
      });
      break;
  }
}

/** @see https://developer.hashicorp.com/terraform/language/backend/s3 */
function useBucket(stack: TerraformStack, stackId: string, state: S3State, stackRegion: string) {
  new S3Backend(stack, {
    bucket: state.bucket,
    key: stackId,
    region: state.region ?? stackRegion,
    encrypt: true,
    // With `encrypt` alone, the backend requests encryption with S3's key (AES256), which overrides the bucket's key.
    kmsKeyId: state.kmsKeyId ?? stateKeyAlias(state.bucket),
  });
  // CDKTF 0.21 has no property for the lock file, which Terraform 1.10 introduced.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}

export interface CloudBlockProps {
  readonly organization: string;
  readonly workspaceName: string;
  /** @default "app.terraform.io" */
  readonly hostname?: string;
  /** @default the organization's default project */
  readonly project?: string;
}

/**
 * The `cloud` block: state and runs in HCP Terraform or a compatible server. CDKTF's own `CloudBackend` (0.21) runs
 * `terraform version` for each stack of a synth and fails without Terraform. The stack's `required_version` already checks the
 * version when Terraform runs.
 *
 * @see https://developer.hashicorp.com/terraform/cli/cloud/settings
 */
export class CloudBlock extends TerraformBackend {
  private readonly props: CloudBlockProps;

  constructor(scope: Construct, props: CloudBlockProps) {
    super(scope, "backend", "cloud");
    this.props = props;
  }

  override toTerraform(): unknown {
    const { hostname, organization, workspaceName: name, project } = this.props;
    return { terraform: { cloud: { hostname, organization, workspaces: { name, project } } } };
  }

  /** Stacks of this project do not share states (modules/synthesis/cross-stack-references.ts). */
  override getRemoteStateDataSource(): never {
    throw new Error("A stack whose state is in Terraform Cloud cannot be read by another stack.");
  }
}
