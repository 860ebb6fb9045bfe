import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";
import { ofAwsThrough, takesEndpointPolicy } from "../../aws/networking/endpoint-policies";
import { accountIdOf, partitionOf, regionOf } from "../aws-lookups";

export interface EndpointPolicies {
  /** Other accounts whose resources requests may name, such as that of an image registry. @default none */
  readonly otherAccounts?: readonly string[];
  /** What runs in the network: instances of a group also read packages of AWS. @default "fargate" */
  readonly capacity?: "instances" | "fargate" | "managed-instances";
  /** The only streams of Amazon Data Firehose that requests may name, by ARN. @default any of these accounts */
  readonly streamArns?: readonly string[];
}

type Statement = DataAwsIamPolicyDocumentStatement;

/** In a policy of an endpoint, conditions say who. It grants nothing: roles need their own policies in addition. */
const ANYBODY = [{ type: "*", identifiers: ["*"] }];

/** The caller is of this account, so that nobody sends data out with credentials that they brought along. */
export function ownPrincipals(scope: Construct) {
  return { test: "StringEquals", variable: "aws:PrincipalAccount", values: [accountIdOf(scope)] };
}

/**
 * The policy of a service's endpoint: this account's roles reach this account's resources, those of the accounts given, and
 * what the service itself needs of AWS.
 *
 * @returns undefined if AWS takes no policy for the endpoint
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 * @see https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/perimeter-implementation.html
 */
export function endpointPolicy(
  scope: Construct,
  service: string,
  { otherAccounts = [], capacity = "fargate", streamArns }: EndpointPolicies,
): string | undefined {
  if (!takesEndpointPolicy(service)) return undefined;
  const statement: Statement[] =
    service === "kinesis-firehose" && streamArns !== undefined
      ? [toStreams(scope, streamArns)]
      : [toAccounts(scope, otherAccounts), ...toAws(scope, service, capacity === "instances")];
  return new DataAwsIamPolicyDocument(scope, `${service}-policy`, { statement }).json;
}

function toAccounts(scope: Construct, otherAccounts: readonly string[]): Statement {
  return {
    sid: "OwnRolesToOwnResources",
    actions: ["*"],
    resources: ["*"],
    principals: ANYBODY,
    condition: [
      ownPrincipals(scope),
      {
        // Requests for no single resource, such as that for a token of ECR, may name none.
        test: "StringEqualsIfExists",
        variable: "aws:ResourceAccount",
        values: [accountIdOf(scope), ...otherAccounts],
      },
    ],
  };
}

/** Log routers only write, in batches. */
function toStreams(scope: Construct, streamArns: readonly string[]): Statement {
  return {
    sid: "OwnRolesToLogStreams",
    actions: ["firehose:PutRecordBatch"],
    resources: [...streamArns],
    principals: ANYBODY,
    condition: [ownPrincipals(scope)],
  };
}

function toAws(scope: Construct, service: string, hasInstances: boolean): Statement[] {
  const ofAws = ofAwsThrough(service, hasInstances);
  if (ofAws === undefined) return [];
  const arnOf = (resource: string) =>
    `arn:${partitionOf(scope)}:${resource.replaceAll("<region>", regionOf(scope))}`;
  return [
    {
      sid: "OfAws",
      actions: [...ofAws.actions],
      resources: ofAws.resources.map(arnOf),
      principals: ANYBODY,
      condition: ofAws.isUnsigned ? undefined : [ownPrincipals(scope)],
    },
  ];
}
