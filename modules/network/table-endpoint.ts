import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import { GatewayEndpoint } from "./gateway-endpoint";
import type { Network } from "./network";

export interface TableEndpointProps {
  readonly network: Pick<Network, "vpcId" | "privateRouteTableIds">;
  /** The only tables that can be reached by it. */
  readonly tableArns: readonly string[];
}

/**
 * The way from private subnets to some tables of DynamoDB and no others: whoever got into a task could not carry data off
 * to a table of another account.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/vpc-endpoints-dynamodb.html
 */
export class TableEndpoint extends Construct {
  readonly endpoint: GatewayEndpoint;

  constructor(scope: Construct, id: string, { network, tableArns }: TableEndpointProps) {
    super(scope, id);
    const policy = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          sid: "OwnTables",
          actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
          resources: [...tableArns],
          // Who may do it is what the roles' own policies say.
          principals: [{ type: "*", identifiers: ["*"] }],
        },
      ],
    });
    this.endpoint = new GatewayEndpoint(this, "endpoint", {
      network,
      service: "dynamodb",
      policy: policy.json,
    });
  }
}
