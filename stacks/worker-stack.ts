import type { Construct } from "constructs";
import { Cluster } from "../modules/cluster/cluster";
import { Queue } from "../modules/data/queue";
import { DeadLetterAlarm } from "../modules/data/queue-alarms";
import { createNetwork } from "../modules/network/create-network";
import { LogGroup } from "../modules/observability/log-group";
import { telemetrySizes } from "../modules/service/containers/telemetry";
import { ContainerService } from "../modules/service/container-service";
import {
  proxySize,
  type ServiceConnectProps,
} from "../modules/service/connections/service-connect";
import { mayProtectTasks } from "../modules/service/task-protection";
import type { Environment, SystemSettings } from "../settings/environment";
import { addCapacity } from "./add-capacity";
import { networkProps } from "./props/settings-to-network";
import { clusterProps, containerCheckProps, serviceProps } from "./props/settings-to-props";
import { Connections } from "./props/settings-to-connections";
import { rollbackProps } from "./props/settings-to-deployment";
import { taskVolumes } from "./props/settings-to-volumes";
import { SystemStack } from "./system-stack";

type WorkerSettings = SystemSettings<"worker">;

/** A service without a load balancer that receives its work from a queue and scales on the backlog. */
export class WorkerStack extends SystemStack {
  constructor(scope: Construct, environment: Environment, settings: WorkerSettings) {
    super(scope, environment, "worker");
    const network = createNetwork(
      this,
      "network",
      networkProps(this, settings.network ?? environment.network, {
        capacity: settings.capacity.kind,
        services: ["sqs"],
        programs: settings,
      }),
    );
    const cluster = new Cluster(this, "cluster", clusterProps(this, settings));
    const capacity = addCapacity(this, capacitySettings(settings), { cluster, network });
    const queue = this.addQueue(settings);
    const logs = new LogGroup(this, "logs", {
      name: `/ecs/${this.node.id}`,
      retentionDays: this.logRetentionDays(settings.service.logRetentionDays),
    });
    const serviceConnect = new Connections(this, settings, capacity).propsOf(
      settings,
      settings.name ?? this.unit,
      "client",
    );
    const rollback = rollbackProps(this, settings);
    const worker = new ContainerService(this, "service", {
      ...serviceProps(this, settings),
      volumes: taskVolumes(this, settings, { network, capacity }),
      serviceConnect,
      capacity,
      logs,
      taskSize: settings.task,
      taskPolicy: [
        queue.consumer,
        ...(settings.scaleInProtection ? [mayProtectTasks(this, cluster)] : []),
        ...settings.service.permissions.statements,
      ],
      container: containerProps(settings, environment.region, { queue, serviceConnect }),
      scaling: { ...settings.serviceScaling, queueName: queue.name },
      rollbackAlarmNames: rollback && [
        new DeadLetterAlarm(this, "rollback-alarm", {
          name: `${rollback.alarmName}-deployment-dead-letters`,
          queueName: queue.deadLetters.name,
          evaluationMinutes: rollback.evaluationMinutes,
        }).name,
      ],
    });
    this.addOutputs({
      queue_url: queue.url,
      dead_letter_queue_url: queue.deadLetters.url,
      service_name: worker.service.name,
      repository_url: worker.image.repositoryUrl,
      cluster_name: cluster.name,
    });
  }

  private addQueue({ queue }: WorkerSettings): Queue {
    const alarms = this.alarms();
    return new Queue(this, "queue", {
      ...queue,
      name: this.named(queue.name),
      deletionProtection: this.environment.protections.deletionProtection,
      alarms: alarms && { ...alarms, oldestMessageSeconds: queue.oldestMessageAlarmSeconds },
    });
  }
}

/** A worker's group has its scaling and placement with it. */
function capacitySettings({ capacity }: WorkerSettings) {
  if (capacity.kind !== "instances") return { capacity };
  const { scaling: clusterScaling, placement, ...group } = capacity;
  return { capacity: group, clusterScaling, placement };
}

/** The environment variables of the program in addition to its own. It exits one second before ECS would kill it. */
function containerProps(
  settings: WorkerSettings,
  region: string,
  {
    queue,
    serviceConnect,
  }: { readonly queue: Queue; readonly serviceConnect: ServiceConnectProps | undefined },
) {
  const { container, messages, capacity } = settings;
  return {
    ...container,
    // On Fargate, CPU and memory are set for the task. On instances, the sidecars and a proxy have their parts of it.
    ...(capacity.kind === "instances" ? restOfTask(settings, serviceConnect) : {}),
    environment: {
      QUEUE_URL: queue.url,
      // ECS sets it on Fargate only.
      AWS_REGION: region,
      MESSAGE_TIMEOUT_SECONDS: `${messages.timeoutSeconds}`,
      CONCURRENCY: `${messages.concurrency}`,
      SCALE_IN_PROTECTION: `${settings.scaleInProtection}`,
      STOP_TIMEOUT_SECONDS: `${container.stopTimeoutSeconds - 1}`,
      ...container.environment,
    },
    healthCheck: containerCheckProps(settings),
  };
}

function restOfTask(
  { task, sidecars = {}, ...telemetry }: WorkerSettings,
  serviceConnect: ServiceConnectProps | undefined,
) {
  const taken = (part: "cpu" | "memoryLimitMiB") =>
    [...Object.values(sidecars), ...telemetrySizes(telemetry)].reduce(
      (sum, sidecar) => sum + (sidecar[part] ?? 0),
      0,
    );
  const { cpu, memoryMiB } = proxySize(serviceConnect);
  return {
    cpu: task.cpu - cpu - taken("cpu"),
    memoryLimitMiB: task.memoryMiB - memoryMiB - taken("memoryLimitMiB"),
  };
}
