import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ServiceRole } from "../../identity/service-role";

export interface ApiLogRoleProps {
  /**
   * Whether Terraform refuses to destroy it. Destroying it stops the logs of all REST APIs in the account and region.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/**
 * The logging role of all REST APIs of an account and region. There is only one: setting it replaces the previous role, and
 * destroying it stops the logs of all APIs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class ApiLogRole extends Construct {
  constructor(scope: Construct, id: string, { deletionProtection = true }: ApiLogRoleProps = {}) {
    super(scope, id);
    const role = new ServiceRole(this, "role", {
      service: "apigateway.amazonaws.com",
      namePrefix: `${TerraformStack.of(this).node.id}-`.slice(-38),
      description: "Lets API Gateway write logs",
    });
    role.attachManagedPolicy("write", "service-role/AmazonAPIGatewayPushToCloudWatchLogs");
    new ApiGatewayAccount(this, "Default", {
      cloudwatchRoleArn: role.arn,
      dependsOn: role.policies,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}
