import { TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { Cluster } from "../../modules/cluster/cluster";
import { FargateCapacity } from "../../modules/cluster/fargate-capacity";
import { ImageAddress } from "../../modules/delivery/image-address";
import { ResultBucket } from "../../modules/load-test/result-bucket";
import { StopSchedules } from "../../modules/load-test/stop-schedules";
import { createNetwork } from "../../modules/network/create-network";
import { LogGroup } from "../../modules/observability/log-group";
import type { ContainerProps } from "../../modules/service/task-definition/container";
import { TaskDefinition } from "../../modules/service/task-definition/task-definition";
import type { Environment, LoadTestSettings } from "../../settings/environment";
import { networkProps } from "../props/settings-to-network";
import { egressProps, imageSource } from "../props/settings-to-props";
import { SystemStack } from "../system-stack";

/**
 * What a load test on Fargate needs, without a running task: `npm run load-test -- <url> --distributed <environment>` deploys
 * the stack, runs the tasks, and destroys it.
 */
export class LoadTestStack extends SystemStack {
  constructor(scope: Construct, environment: Environment, settings: LoadTestSettings) {
    super(scope, environment, "load-test");
    const { id: name } = this.node;
    const { region, containerInsights } = environment;
    const network = createNetwork(
      this,
      "network",
      networkProps(this, settings.network ?? environment.network, { capacity: "fargate" }),
    );
    const cluster = new Cluster(this, "cluster", { name, containerInsights });
    const capacity = new FargateCapacity(this, "capacity", {
      cluster,
      network,
      name,
      architecture: settings.architecture,
      egress: egressProps(settings),
    });
    const results = new ResultBucket(this, "results", { expireAfterDays: settings.resultDays });
    const logs = new LogGroup(this, "logs", {
      name: `/ecs/${name}`,
      retentionDays: this.logRetentionDays(settings.logRetentionDays),
    });
    const source = imageSource(this, settings.image);
    const image = new ImageAddress(this, "image", { source, region });
    const container = {
      image: image.address,
      registryCredentialsArn: source.kind === "reference" ? source.credentialsSecretArn : undefined,
      logging: { groupName: logs.name, region, streamPrefix: "load-test" },
    };
    const task = new TaskDefinition(this, "task", {
      family: name,
      compatibility: capacity.compatibility(settings.task),
      containers: [
        { ...container, ...generator(results, region) },
        { ...container, ...deadline(settings.maxMinutes) },
      ],
      taskPolicy: results.accessOf(this.run()),
      startRights: {
        logGroupArns: [logs.arn],
        repositoryArns: image.repositoryArn === undefined ? [] : [image.repositoryArn],
      },
    });
    const stops = new StopSchedules(this, "stop-schedules", {
      name,
      clusterName: cluster.name,
      region,
    });
    const { subnetIds, securityGroupIds } = capacity.taskNetwork;
    const outputs = {
      cluster_name: cluster.name,
      task_definition_arn: task.arn,
      subnet_ids: subnetIds,
      security_group_ids: securityGroupIds,
      assign_public_ip: network.workloadsArePublic,
      bucket_name: results.bucketName,
      schedule_group_name: stops.groupName,
      schedule_role_arn: stops.role.arn,
      tasks: settings.tasks,
      max_minutes: settings.maxMinutes,
      max_cost_usd: settings.maxCostUsd,
    };
    for (const [id, value] of Object.entries(outputs)) new TerraformOutput(this, id, { value });
  }

  /** The run whose objects the tasks may read and write. */
  private run(): string {
    const variable = new TerraformVariable(this, "run", {
      type: "string",
      default: "none",
      nullable: false,
      description: "ID of the load test, which npm run load-test sets.",
      validation: [
        {
          condition: '${can(regex("^[a-z0-9-]{1,40}$", var.run))}',
          errorMessage: "run must be 1 to 40 lowercase letters, digits and hyphens.",
        },
      ],
    });
    return variable.stringValue;
  }
}

type OwnProps = Omit<ContainerProps, "image" | "logging">;

function generator(results: ResultBucket, region: string): OwnProps {
  return {
    name: "generator",
    environment: { AWS_REGION: region, RESULT_BUCKET: results.bucketName },
    // Time to write the results after a stop.
    stopTimeoutSeconds: 60,
  };
}

/** Ends after the longest life of a task. As it is essential, ECS then stops the generator, even if that hangs. */
function deadline(minutes: number): OwnProps {
  const program = `process.on("SIGTERM", () => process.exit()); setTimeout(() => {}, ${minutes * 60_000})`;
  return { name: "deadline", command: ["node", "-e", program], stopTimeoutSeconds: 5 };
}
