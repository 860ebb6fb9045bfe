import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { dependable, Fn, type ITerraformDependable, TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import { beforeReleaseDefaults } from "../../../aws/defaults";
import {
  lambdaRuntime,
  LONGEST_FUNCTION_NAME,
  waitMinutes,
  WRAP_UP_SECONDS,
} from "../../../aws/lambda";
import { overridesFit, type TaskCommand, taskOverrides } from "../../../aws/scaling/scheduler";
import { accountIdOf, partitionOf, regionOf } from "../../aws-lookups";
import { type PolicyStatement, ServiceRole } from "../../identity/service-role";
import { LogGroup } from "../../observability/log-group";
import { terraformJson } from "../../terraform-json";
import { obeys, validate, within } from "../../validation";
import type { ContainerLogging } from "../task-definition/container";
import type { Capacity } from "../service-capacity";
import { mayRunTask, namePrefix, neededToRun, placeOf, type RunTaskProps } from "./run-task";
import { functionArchive, HANDLER } from "./runner/archive";
import type { Order } from "./runner/handler";

/** A task that must succeed before a service gets its new version. */
export interface BeforeRelease extends TaskCommand {
  /** Minutes from the start of the apply's step until the task must have ended, with the wait for an instance. @default 10 */
  readonly timeoutMinutes?: number;
  /** Days that the log of what waits for the task is kept; the task's own log is the service's. @default 30 */
  readonly logRetentionDays?: number;
}

export interface BeforeReleaseTaskProps extends RunTaskProps {
  readonly capacity: Capacity;
  /** Name of the service, and start of other names. */
  readonly name: string;
  readonly task: BeforeRelease;
  /** Where the task logs. */
  readonly logging: Pick<ContainerLogging, "groupName"> & { readonly streamPrefix?: string };
  /** What the task needs besides its own definition and capacity. @default nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A task of a service's task definition that runs to its end each time the definition or the task changes. A service that
 * depends on `invocation` keeps its former version if the task fails, because the apply fails before it.
 *
 * Terraform has no resource that waits for a task, so that a Lambda function waits. It is invoked once for each
 * change: `triggers` says when, and `input`, whose changes do nothing, says what. The provider sends an invocation whose
 * connection is lost again (issue 45773 of its repository), as Lambda's page expects of clients of long calls: the function
 * knows by `appliedAt` that the task is running, and joins it. It has no reserved concurrency, because a second request must
 * not be refused meanwhile, and because an account with the least quota has none to reserve. It has no dead-letter queue,
 * which only events of asynchronous invocations use, and it is in no VPC, because it calls nothing but the API of ECS.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export class BeforeReleaseTask extends Construct {
  readonly invocation: LambdaInvocation;
  private readonly needed = new Set<ITerraformDependable>();

  constructor(scope: Construct, id: string, props: BeforeReleaseTaskProps) {
    super(scope, id);
    const { task } = props;
    validate(
      this,
      within("timeoutMinutes", task.timeoutMinutes, ...waitMinutes),
      obeys(overridesFit, task),
    );
    const role = this.addRole(props);
    const runner = this.addFunction(props, role);
    this.invocation = this.invoke(props, runner);
    const { capacity, dependsOn = [] } = props;
    this.after(...neededToRun(props), ...capacity.securityGroup.rules, ...dependsOn);
  }

  /** Lets the task wait for what was created after it. */
  after(...needed: readonly ITerraformDependable[]): void {
    for (const each of needed) this.needed.add(each);
    this.invocation.dependsOn = [...this.needed].map(dependable);
  }

  private addRole(props: BeforeReleaseTaskProps): ServiceRole {
    const { name, capacity } = props;
    const role = new ServiceRole(this, "role", {
      service: "lambda.amazonaws.com",
      namePrefix: namePrefix(`${name.slice(0, 20)}-before-release`),
      description: `Runs the task before a release of ${name}`,
    });
    role.allow("run-task", [...mayRunTask(this, props), ...mayFollowTasks(this, capacity.cluster)]);
    return role;
  }

  private addFunction({ name, task }: BeforeReleaseTaskProps, role: ServiceRole): LambdaFunction {
    const functionName = uniqueName(this, name);
    const logs = new LogGroup(this, "logs", {
      name: `/aws/lambda/${functionName}`,
      retentionDays: task.logRetentionDays ?? beforeReleaseDefaults.logRetentionDays,
    });
    role.allow("write-log", [
      { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${logs.arn}:*`] },
    ]);
    return new LambdaFunction(this, "function", {
      functionName,
      description: `Runs the task before a release of ${name}, and waits for its end`,
      role: role.arn,
      runtime: lambdaRuntime,
      handler: HANDLER,
      filename: `\${path.module}/${this.writeAtSynth()}`,
      sourceCodeHash: functionArchive().hash,
      memorySize: 256,
      timeout: secondsOf(task) + WRAP_UP_SECONDS,
      dependsOn: [logs.resource, ...role.policies],
    });
  }

  private invoke(props: BeforeReleaseTaskProps, runner: LambdaFunction): LambdaInvocation {
    const { name, task, taskDefinition, containerName, capacity, logging } = props;
    const overrides = taskOverrides(containerName, task);
    const { networkConfiguration: network, ...place } = placeOf(capacity);
    const order: Order = {
      service: name,
      container: containerName,
      request: {
        cluster: capacity.cluster.arn,
        taskDefinition: taskDefinition.arn,
        overrides,
        group: `${name}-before-release`,
        count: 1,
        enableECSManagedTags: true,
        enableExecuteCommand: taskDefinition.enableExecuteCommand,
        propagateTags: "TASK_DEFINITION",
        ...place,
        networkConfiguration: network && {
          awsvpcConfiguration: {
            subnets: network.subnets,
            securityGroups: network.securityGroups,
            assignPublicIp: network.assignPublicIp ? "ENABLED" : "DISABLED",
          },
        },
      },
      timeoutSeconds: secondsOf(task),
      log: { group: logging.groupName, streamPrefix: logging.streamPrefix },
      appliedAt: Fn.timestamp(),
    };
    return new LambdaInvocation(this, "Default", {
      functionName: runner.functionName,
      input: terraformJson(order),
      triggers: { task_definition: taskDefinition.arn, overrides: terraformJson(overrides) },
      // Where and how it runs is no reason to run it again, nor is the time.
      lifecycle: { ignoreChanges: ["input"] },
    });
  }

  /** @returns the path of the archive relative to the stack's folder, which is all that Terraform needs */
  private writeAtSynth(): string {
    const stack = TerraformStack.of(this);
    const folder = `assets/${stack.getLogicalId(this.node)}`;
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }) => {
        const target = join(outdir, manifest.forStack(stack).workingDirectory, folder);
        mkdirSync(target, { recursive: true });
        writeFileSync(join(target, "function.zip"), functionArchive().content);
      },
    });
    return `${folder}/function.zip`;
  }
}

/** ListTasks has no resource of its own: the condition names the cluster. */
function mayFollowTasks(
  scope: Construct,
  cluster: { readonly name: string; readonly arn: string },
): readonly PolicyStatement[] {
  const place = `arn:${partitionOf(scope)}:ecs:${regionOf(scope)}:${accountIdOf(scope)}`;
  const inCluster = [{ test: "ArnEquals", variable: "ecs:cluster", values: [cluster.arn] }];
  return [
    { actions: ["ecs:ListTasks"], resources: ["*"], conditions: inCluster },
    {
      actions: ["ecs:DescribeTasks", "ecs:StopTask"],
      resources: [`${place}:task/${cluster.name}/*`],
      conditions: inCluster,
    },
  ];
}

function secondsOf({ timeoutMinutes = beforeReleaseDefaults.timeoutMinutes }: BeforeRelease) {
  return timeoutMinutes * 60;
}

/** A function's name is its own in account and region, where services of two clusters may share theirs. */
function uniqueName(scope: Construct, name: string): string {
  const end = `-before-release-${createHash("sha256").update(scope.node.path).digest("hex").slice(0, 6)}`;
  return `${name.slice(0, LONGEST_FUNCTION_NAME - end.length)}${end}`;
}
