import type { ITerraformDependable } from "cdktf";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { bucketOf } from "../../../aws/containers/container-options";
import { ServiceRole, type PolicyStatement } from "../../identity/service-role";
import { resolveSecret, type SecretSource } from "./secret-source";

/** What ECS reads and writes to start tasks, as restricted as IAM allows. */
export interface StartRights {
  /** Log groups of the containers' output. */
  readonly logGroupArns: readonly string[];
  /** ECR repositories of the images. Other registries need no permission. @default none */
  readonly repositoryArns?: readonly string[];
}

export interface TaskRolesProps {
  readonly family: string;
  readonly secrets: readonly (string | SecretSource)[];
  readonly secretKeyArns: readonly string[];
  /** Objects of S3 with environment variables. @default none */
  readonly environmentFiles?: readonly string[];
  /** @default AWS's managed policy */
  readonly startRights?: StartRights;
  readonly enableExecuteCommand: boolean;
  readonly taskPolicy: readonly PolicyStatement[];
  readonly taskManagedPolicyArns: readonly string[];
  /** @default - a new role, if there is something to allow */
  readonly taskRoleArn?: string;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions */
const EXEC: PolicyStatement = {
  actions: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  // These actions do not support resource-level permissions.
  resources: ["*"],
};

/**
 * The roles of a task: one by which ECS starts it (pulls the image, reads the secrets, opens the log), and one for the
 * programs in it, which exists only where they are allowed something.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html
 */
export class TaskRoles extends Construct {
  readonly executionRole: ServiceRole;
  readonly taskRole: ServiceRole | undefined;
  readonly taskRoleArn: string | undefined;

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);
    this.executionRole = this.createExecutionRole(props);
    this.taskRole = props.taskRoleArn === undefined ? this.createTaskRole(props) : undefined;
    this.taskRoleArn = props.taskRoleArn ?? this.taskRole?.arn;
  }

  get policies(): readonly ITerraformDependable[] {
    return [...this.executionRole.policies, ...(this.taskRole?.policies ?? [])];
  }

  private createExecutionRole(props: TaskRolesProps): ServiceRole {
    const role = new ServiceRole(this, "execution", {
      service: "ecs-tasks.amazonaws.com",
      namePrefix: namePrefix(props.family, "execution"),
      description: `Starts the tasks of ${props.family}`,
    });
    if (props.startRights === undefined) {
      const policy = "service-role/AmazonECSTaskExecutionRolePolicy";
      role.attachManagedPolicy("task-execution", policy);
    } else {
      role.allow("start-tasks", startStatements(props.startRights));
    }
    const statements = secretStatements(props);
    if (statements.length > 0) role.allow("read-secrets", statements);
    const { environmentFiles = [] } = props;
    if (environmentFiles.length > 0)
      role.allow("read-environment", fileStatements(environmentFiles));
    return role;
  }

  private createTaskRole(props: TaskRolesProps): ServiceRole | undefined {
    const statements = [...(props.enableExecuteCommand ? [EXEC] : []), ...props.taskPolicy];
    if (statements.length === 0 && props.taskManagedPolicyArns.length === 0) return undefined;
    const role = new ServiceRole(this, "task", {
      service: "ecs-tasks.amazonaws.com",
      namePrefix: namePrefix(props.family, "task"),
      description: `What the programs of ${props.family} may do`,
    });
    if (statements.length > 0) role.allow("task", statements);
    for (const arn of props.taskManagedPolicyArns) role.attachPolicy(arn);
    return role;
  }
}

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSTaskExecutionRolePolicy.html */
function startStatements({ logGroupArns, repositoryArns = [] }: StartRights): PolicyStatement[] {
  const logs = {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: logGroupArns.map((arn) => `${arn}:*`),
  };
  if (repositoryArns.length === 0) return [logs];
  return [
    logs,
    // Knows no resources.
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      resources: [...repositoryArns],
    },
  ];
}

/** Read access to the secrets named, and nothing else. */
function secretStatements({ secrets, secretKeyArns }: TaskRolesProps): readonly PolicyStatement[] {
  const resolved = secrets.map(resolveSecret).filter((secret) => secret !== undefined);
  const arnsOf = (kind: SecretSource["kind"]): string[] => [
    ...new Set(
      resolved.filter((secret) => secret.kind === kind).map((secret) => secret.resourceArn),
    ),
  ];
  return [
    { actions: ["secretsmanager:GetSecretValue"], resources: arnsOf("secrets-manager").sort() },
    { actions: ["ssm:GetParameters"], resources: arnsOf("ssm-parameter").sort() },
    { actions: ["kms:Decrypt"], resources: [...secretKeyArns] },
  ].filter(({ resources }) => resources.length > 0);
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html#environment-file-iam */
function fileStatements(files: readonly string[]): readonly PolicyStatement[] {
  const once = (arns: readonly string[]): string[] => [...new Set(arns)].sort();
  return [
    { actions: ["s3:GetObject"], resources: once(files) },
    { actions: ["s3:GetBucketLocation"], resources: once(files.map(bucketOf)) },
  ];
}

/** IAM takes prefixes of 38 characters at most. */
function namePrefix(family: string, role: string): string {
  const end = `-${role}-`;
  return Token.isUnresolved(family) ? `ecs${end}` : `${family.slice(0, 38 - end.length)}${end}`;
}
