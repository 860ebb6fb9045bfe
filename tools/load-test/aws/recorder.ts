import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { UserError } from "../../terminal/user-error";
import type { WatchedSystem } from "./watched-system";

/** The state of a system in AWS at one time of the load test. */
export interface Observation {
  /** Seconds since the start of the load. */
  readonly second: number;
  readonly services: Readonly<
    Record<string, { readonly desired: number; readonly running: number; readonly pending: number }>
  >;
  readonly groups: Readonly<
    Record<
      string,
      { readonly desired: number; readonly instances: Readonly<Record<string, number>> }
    >
  >;
  /** Names of the alarms in the state ALARM. */
  readonly alarms: readonly string[];
}

/** Average CPU utilization of a service per minute, in percent of its tasks' reservation. */
export interface CpuSeries {
  readonly service: string;
  readonly points: readonly { readonly second: number; readonly percent: number }[];
}

export interface Recording {
  readonly observations: readonly Observation[];
  readonly cpu: readonly CpuSeries[];
  /** The decisions of alarms and policies, if known. */
  readonly decisions: readonly {
    readonly second: number;
    readonly subject: string;
    readonly text: string;
  }[];
  /** The reasons for missing observations, without duplicates. */
  readonly problems: readonly string[];
}

/**
 * Maximum number of services per call.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
 */
const SERVICES_AT_ONCE = 10;
const MOST_ALARMS = 100;

/** Observes a system's tasks, instances and alarms in AWS. Makes read-only calls. */
export class Recorder {
  private readonly system: WatchedSystem;
  private readonly ecs: ECSClient;
  private readonly autoScaling: AutoScalingClient;
  private readonly cloudWatch: CloudWatchClient;
  private readonly observations: Observation[] = [];
  private readonly problems = new Set<string>();

  constructor(system: WatchedSystem) {
    this.system = system;
    const { region } = system;
    this.ecs = new ECSClient({ region });
    this.autoScaling = new AutoScalingClient({ region });
    this.cloudWatch = new CloudWatchClient({ region });
  }

  /**
   * Checks for credentials before the load starts, because without them nothing can be recorded.
   *
   * @param credentials @default - the ones that the AWS SDK finds
   * @throws UserError when there are none
   */
  async requireCredentials(
    credentials: () => Promise<unknown> = this.ecs.config.credentials,
  ): Promise<void> {
    try {
      await credentials();
    } catch (error) {
      throw new UserError(
        `--stack needs AWS credentials that may read ECS, Auto Scaling and CloudWatch, got none: ${(error as Error).message}. ` +
          "Run `aws configure` or `aws sso login`, or set AWS_PROFILE. Without --stack, only the requests are measured.",
      );
    }
  }

  /** Makes one observation. A failure is recorded as a problem, because the load test continues without it. */
  async observe(second: number): Promise<void> {
    try {
      const [services, groups, alarms] = await Promise.all([
        this.services(),
        this.groups(),
        this.alarms(),
      ]);
      this.observations.push({ second, services, groups, alarms });
    } catch (error) {
      this.problems.add(`${(error as Error).name}: ${(error as Error).message}`);
    }
  }

  /** All observations, and the CPU utilization that CloudWatch has received so far. */
  async finish(startedAt: Date, endedAt: Date): Promise<Recording> {
    let cpu: readonly CpuSeries[] = [];
    try {
      cpu = await Promise.all(
        this.system.services.map((service) => this.cpuOf(service, startedAt, endedAt)),
      );
    } catch (error) {
      this.problems.add(`${(error as Error).name}: ${(error as Error).message}`);
    }
    for (const client of [this.ecs, this.autoScaling, this.cloudWatch]) client.destroy();
    return { observations: this.observations, cpu, decisions: [], problems: [...this.problems] };
  }

  private async services(): Promise<Observation["services"]> {
    const { cluster, services } = this.system;
    const found: Record<string, Observation["services"][string]> = {};
    for (let at = 0; at < services.length; at += SERVICES_AT_ONCE) {
      const asked = services.slice(at, at + SERVICES_AT_ONCE);
      const answer = await this.ecs.send(new DescribeServicesCommand({ cluster, services: asked }));
      for (const {
        serviceName = "",
        desiredCount,
        runningCount,
        pendingCount,
      } of answer.services ?? []) {
        found[serviceName] = {
          desired: desiredCount ?? 0,
          running: runningCount ?? 0,
          pending: pendingCount ?? 0,
        };
      }
    }
    return found;
  }

  private async groups(): Promise<Observation["groups"]> {
    if (this.system.groups.length === 0) return {};
    const answer = await this.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [...this.system.groups] }),
    );
    return Object.fromEntries(
      (answer.AutoScalingGroups ?? []).map(
        ({ AutoScalingGroupName = "", DesiredCapacity, Instances = [] }) => {
          const instances: Record<string, number> = {};
          for (const { LifecycleState = "unknown" } of Instances) {
            instances[LifecycleState] = (instances[LifecycleState] ?? 0) + 1;
          }
          return [AutoScalingGroupName, { desired: DesiredCapacity ?? 0, instances }];
        },
      ),
    );
  }

  /**
   * The names of target tracking alarms contain the name of the scaled resource. All other alarms belong to the stack.
   */
  private async alarms(): Promise<readonly string[]> {
    const answer = await this.cloudWatch.send(
      new DescribeAlarmsCommand({ StateValue: "ALARM", MaxRecords: MOST_ALARMS }),
    );
    const names = [this.system.cluster, ...this.system.services, ...this.system.groups];
    return (answer.MetricAlarms ?? [])
      .filter(({ AlarmName = "", Dimensions = [] }) =>
        names.some(
          (name) => AlarmName.includes(name) || Dimensions.some(({ Value }) => Value === name),
        ),
      )
      .map(({ AlarmName = "" }) => AlarmName)
      .sort();
  }

  private async cpuOf(service: string, startedAt: Date, endedAt: Date): Promise<CpuSeries> {
    const dimensions = { ClusterName: this.system.cluster, ServiceName: service };
    const answer = await this.cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: startedAt,
        EndTime: endedAt,
        ScanBy: "TimestampAscending",
        MetricDataQueries: [
          {
            Id: "cpu",
            MetricStat: {
              Period: 60,
              Stat: "Average",
              Metric: {
                Namespace: "AWS/ECS",
                MetricName: "CPUUtilization",
                Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
              },
            },
          },
        ],
      }),
    );
    const { Timestamps = [], Values = [] } = answer.MetricDataResults?.[0] ?? {};
    const points = Timestamps.map((time, index) => ({
      second: Math.round((time.getTime() - startedAt.getTime()) / 1000),
      percent: Values[index] ?? 0,
    }));
    return { service, points };
  }
}

/** Observes at an interval until it is stopped. */
export function observeEvery(
  seconds: number,
  recorder: Pick<Recorder, "observe">,
  elapsed: () => number,
): () => Promise<void> {
  let running: Promise<void> = recorder.observe(0);
  const timer = setInterval(() => {
    running = running.then(() => recorder.observe(elapsed()));
  }, seconds * 1000);
  return async () => {
    clearInterval(timer);
    await running;
    await recorder.observe(elapsed());
  };
}
