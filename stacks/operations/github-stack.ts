import type { Construct } from "constructs";
import { GithubRoles } from "../../modules/delivery/github-roles";
import type { Environment, GithubSettings } from "../../settings/environment";
import { plannedData } from "../props/settings-to-planned-data";
import { SystemStack } from "../system-stack";

/** Roles for the workflows of a repository on GitHub. A person deploys it: the workflows cannot change their own roles. */
export class GithubStack extends SystemStack {
  /** @param previewedRepositories names of the repositories of systems that have previews, without the environment's suffix */
  constructor(
    scope: Construct,
    environment: Environment,
    settings: GithubSettings,
    previewedRepositories: readonly string[],
  ) {
    super(scope, environment, "github");
    const { state, systems, permissionsBoundaryArn } = environment;
    const roles = new GithubRoles(this, "roles", {
      ...settings,
      name: this.node.id,
      deploymentEnvironment: settings.deploymentEnvironment ?? environment.name,
      createIdentityProvider: settings.identityProvider === "create",
      region: environment.region,
      stateBucketName: state.kind === "s3" ? state.bucket : undefined,
      permissionsBoundaryArn,
      previews: Object.values(systems).some(
        (system) => "previews" in system && system.previews !== undefined,
      ),
      previewedRepositoryNames: previewedRepositories.map((name) => this.named(name)),
      planned: plannedData(
        Object.entries(systems).map(([name, system]) => [`${name}-${environment.name}`, system]),
      ),
    });
    this.addOutputs({
      plan_role_arn: roles.plan.arn,
      deploy_role_arn: roles.deploy.arn,
      preview_role_arn: roles.preview?.arn,
    });
  }
}
