import { DataAwsEcrAuthorizationToken } from "@cdktf/provider-aws/lib/data-aws-ecr-authorization-token";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { Construct } from "constructs";

/**
 * Docker, logged in to the account's own registry; once a stack, and only in one that builds images, because the provider
 * needs a Docker daemon even to plan.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 */
export class ImageRegistry extends Construct {
  readonly provider: DockerProvider;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const token = new DataAwsEcrAuthorizationToken(this, "token");
    this.provider = new DockerProvider(this, "docker", {
      registryAuth: [
        {
          address: token.proxyEndpoint,
          username: token.userName,
          password: token.password,
        },
      ],
    });
  }
}
