import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { accountIdOf, partitionOf } from "../aws-lookups";

/**
 * Service principals that this project's roles trust. A closed list, because IAM accepts any name and the failure only
 * shows later. They are the same in every partition.
 *
 * @see https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/region-info/lib/default.ts (2026-11-29)
 */
export type ServicePrincipal =
  | "apigateway.amazonaws.com"
  | "chatbot.amazonaws.com"
  | "codebuild.amazonaws.com"
  | "codepipeline.amazonaws.com"
  | "ec2.amazonaws.com"
  | "ecs.amazonaws.com"
  | "ecs-tasks.amazonaws.com"
  | "events.amazonaws.com"
  | "lambda.amazonaws.com"
  | "monitoring.rds.amazonaws.com"
  | "scheduler.amazonaws.com"
  | "states.amazonaws.com"
  | "vpc-flow-logs.amazonaws.com";

/**
 * Services that send the source account when they assume a role. Their roles only accept this account.
 *
 * EC2 passes a role to an instance of its own account and sends no source account. API Gateway documents none either. The
 * exceptions of `IAM.source-account` name both.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html#USER_Monitoring.OS.confused-deputy
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
const NAMES_SOURCE_ACCOUNT: readonly ServicePrincipal[] = [
  "ecs-tasks.amazonaws.com",
  "events.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "scheduler.amazonaws.com",
  "states.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/**
 * Services whose page does not say whether they send the source account: AWS's samples for CodeBuild, CodePipeline and Lambda
 * have the condition, those for the infrastructure and hook roles of ECS and for chat channels do not. Their roles accept this
 * account, or a request that names none.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-service-role-cli.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/security-iam.html
 */
const MAY_NAME_SOURCE_ACCOUNT: readonly ServicePrincipal[] = [
  "chatbot.amazonaws.com",
  "codebuild.amazonaws.com",
  "codepipeline.amazonaws.com",
  "ecs.amazonaws.com",
  "lambda.amazonaws.com",
];

function conditionFor(service: ServicePrincipal): string | undefined {
  if (NAMES_SOURCE_ACCOUNT.includes(service)) return "StringEquals";
  return MAY_NAME_SOURCE_ACCOUNT.includes(service) ? "StringEqualsIfExists" : undefined;
}

/** One statement of an inline policy. */
export interface PolicyStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Conditions that must all be met. @default none */
  readonly conditions?: readonly PolicyCondition[];
}

export interface PolicyCondition {
  /** For example `ArnEquals`. */
  readonly test: string;
  /** For example `ecs:cluster`. */
  readonly variable: string;
  readonly values: readonly string[];
}

type PolicyConditions = { test: string; variable: string; values: string[] }[];

export interface ServiceRoleProps {
  readonly service: ServicePrincipal;
  /** Prefix of the role's name, at most 38 characters. Terraform adds a unique suffix. */
  readonly namePrefix: string;
  readonly description: string;
  /** ARN of the only resource that may assume the role, or of the one that a request names, if it does. @default any */
  readonly sourceArn?: string;
}

/** An IAM role for one AWS service. */
export class ServiceRole extends Construct {
  readonly role: IamRole;
  readonly arn: string;
  /** The role's policies: depend on these, not on the role, so that none is destroyed under a running workload. */
  readonly policies: ITerraformDependable[] = [];
  /** What its inline policies allow. */
  readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const test = conditionFor(props.service);
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: [props.service] }],
          condition: test === undefined ? undefined : this.conditions(test, props.sourceArn),
        },
      ],
    });
    this.role = new IamRole(this, "Default", {
      namePrefix: props.namePrefix,
      description: props.description,
      assumeRolePolicy: trust.json,
      // Otherwise workloads would lose the old role before they get the new one.
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = this.role.arn;
  }

  private conditions(test: string, sourceArn: string | undefined): PolicyConditions {
    return [
      { test, variable: "aws:SourceAccount", values: [accountIdOf(this)] },
      ...(sourceArn === undefined
        ? []
        : [
            {
              test: test.replace("StringEquals", "ArnEquals"),
              variable: "aws:SourceArn",
              values: [sourceArn],
            },
          ]),
    ];
  }

  /** Attaches an AWS managed policy, by a name such as `service-role/AmazonECSTaskExecutionRolePolicy`. */
  attachManagedPolicy(id: string, policy: string): void {
    this.policies.push(
      new IamRolePolicyAttachment(this, id, {
        role: this.role.name,
        policyArn: `arn:${partitionOf(this)}:iam::aws:policy/${policy}`,
      }),
    );
  }

  /** Attaches a policy by its ARN. */
  attachPolicy(policyArn: string): void {
    const name = policyArn.slice(policyArn.lastIndexOf("/") + 1);
    this.policies.push(
      new IamRolePolicyAttachment(this, `policy-${name}`, { role: this.role.name, policyArn }),
    );
  }

  /** Adds an inline policy. */
  allow(id: string, statements: readonly PolicyStatement[]): void {
    this.statements.push(...statements);
    const document = new DataAwsIamPolicyDocument(this, `${id}-document`, {
      statement: statements.map(({ actions, resources, conditions }) => ({
        actions: [...actions],
        resources: [...resources],
        condition: conditions?.map(({ values, ...each }) => ({ ...each, values: [...values] })),
      })),
    });
    this.policies.push(
      new IamRolePolicy(this, id, { name: id, role: this.role.name, policy: document.json }),
    );
  }
}
