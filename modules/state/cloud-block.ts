import { TerraformBackend } from "cdktf";
import type { Construct } from "constructs";

export interface CloudBlockProps {
  readonly organization: string;
  readonly workspaceName: string;
  /** @default "app.terraform.io" */
  readonly hostname?: string;
  /** @default the organization's default project */
  readonly project?: string;
}

/**
 * The `cloud` block: state, and runs, of Terraform Cloud or a server that is compatible with it. CDKTF's own
 * (`CloudBackend` in 0.21) starts `terraform version` whenever a stack is synthesized, and fails where there is none;
 * which Terraform is needed the stack's `required_version` says to whoever runs it.
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

  /** Stacks of this project share no state (modules/synthesis/cross-stack-references.ts). */
  override getRemoteStateDataSource(): never {
    throw new Error("A stack whose state is in a cloud cannot be read by another one.");
  }
}
