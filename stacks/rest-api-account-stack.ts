import type { Construct } from "constructs";
import type { Environment } from "../settings/environment";
import { ApiLogRole } from "../modules/api/rest-api/api-log-role";
import { SystemStack } from "./system-stack";

/**
 * What rest-api needs once in an account and region, whatever environments share the two: a stack of its own, so that a
 * system that goes leaves it to the others.
 */
export class RestApiAccountStack extends SystemStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment, "rest-api-account");
    const { deletionProtection } = environment.protections;
    new ApiLogRole(this, "log-role", { deletionProtection });
  }
}
