import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { requestCount, wakeUpMinutes } from "../../aws/scaling/idling";
import { accountIdOf, partitionOf, regionOf } from "../aws-lookups";
import { ServiceRole } from "../identity/service-role";
import { terraformJson } from "../terraform-json";
import { silenceIdle } from "./silent-alarm";
import { alarmsOfSleepers, leaveAlone } from "./sleepers";

/** Minutes from the first request until tasks answer. */
export const WAKE_UP_MINUTES = wakeUpMinutes.all;

export interface IdleSleepProps {
  /** Start of all names, unique in account and region. */
  readonly name: string;
  readonly clusterName: string;
  /** Dimensions of `Count`, by which API Gateway counts the requests of the system. */
  readonly requests: Record<string, string>;
  /** Minutes without a request after which the tasks stop. */
  readonly afterMinutes: number;
}

/**
 * Stops the tasks of all services in the stack while nobody calls its API, and starts them at the first request, which the
 * API counts though no task answers it: create it last.
 *
 * One alarm tells idle (ALARM) from called (OK). Each change starts a workflow that sets the bounds of the services: 0 and 0,
 * or their own. So a service has one owner of its number of tasks at any time. Step scaling to an exact capacity would not
 * do: an alarm repeats it every minute and so takes away what target tracking has added, target tracking removes tasks down to
 * a minimum of 0 while requests come, and nothing keeps `minTasks`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html on what repeats (2026-11-29)
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html: delivery is guaranteed (2026-11-29)
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export class IdleSleep extends Construct {
  private readonly props: IdleSleepProps;
  private readonly alarmName: string;
  private readonly alarmArn: string;

  constructor(scope: Construct, id: string, props: IdleSleepProps) {
    super(scope, id);
    this.props = props;
    this.alarmName = `${props.name}-idle`;
    // By its name, as the alarm waits for what listens to it.
    this.alarmArn = `arn:${partitionOf(this)}:cloudwatch:${regionOf(this)}:${accountIdOf(this)}:alarm:${this.alarmName}`;
    const all = TerraformStack.of(this).node.findAll();
    const targets = all.filter((each) => each instanceof AppautoscalingTarget);
    const workflow = this.addWorkflow(targets);
    const listener = this.addListener(workflow);
    this.addAlarm(listener);
    targets.forEach((target) => {
      leaveAlone(target, ["min_capacity", "max_capacity"]);
    });
    const requests = { ...requestCount, dimensions: props.requests };
    alarmsOfSleepers(all).forEach((alarm) => {
      silenceIdle(alarm, requests);
    });
  }

  /** It is raised as soon as it exists, unless somebody calls: until then there is no data. */
  private addAlarm(listener: CloudwatchEventTarget): void {
    const { requests, afterMinutes } = this.props;
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: this.alarmName,
      alarmDescription: `Nobody has called for ${afterMinutes} minutes: the tasks are stopped until the first request. Not a fault.`,
      ...requestCount,
      dimensions: requests,
      statistic: "Sum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      evaluationPeriods: afterMinutes,
      // Where there is no request, API Gateway sends no number.
      treatMissingData: "breaching",
      // The change to its first state would be lost.
      dependsOn: [listener],
    });
  }

  private addListener(workflow: SfnStateMachine): CloudwatchEventTarget {
    const { name } = this.props;
    const rule = new CloudwatchEventRule(this, "rule", {
      name: `${name}-idle`,
      description: `Nobody calls ${name}, or somebody does again`,
      eventPattern: terraformJson({
        source: ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        resources: [this.alarmArn],
      }),
    });
    const starts = new ServiceRole(this, "starts-workflow", {
      service: "events.amazonaws.com",
      namePrefix: rolePrefix(name, "idle-event"),
      description: `EventBridge starts the workflow that stops and starts the tasks of ${name}`,
    });
    starts.allow("start", [{ actions: ["states:StartExecution"], resources: [workflow.arn] }]);
    return new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      arn: workflow.arn,
      roleArn: starts.arn,
      dependsOn: starts.policies,
    });
  }

  private addWorkflow(targets: readonly AppautoscalingTarget[]): SfnStateMachine {
    const { name, clusterName } = this.props;
    const place = `${regionOf(this)}:${accountIdOf(this)}`;
    const sets = new ServiceRole(this, "sets-bounds", {
      service: "states.amazonaws.com",
      namePrefix: rolePrefix(name, "idle-bounds"),
      description: `A workflow sets the smallest and largest number of tasks of ${name}`,
    });
    sets.allow("bounds", [
      { actions: ["cloudwatch:DescribeAlarms"], resources: [this.alarmArn] },
      {
        actions: ["application-autoscaling:RegisterScalableTarget"],
        resources: targets.map(({ arn }) => arn),
      },
      // Application Auto Scaling checks that its caller may do what it will do:
      // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html (2026-11-29)
      {
        actions: ["ecs:DescribeServices", "ecs:UpdateService"],
        resources: [`arn:${partitionOf(this)}:ecs:${place}:service/${clusterName}/*`],
      },
    ]);
    return new SfnStateMachine(this, "workflow", {
      name: `${name}-idle`,
      roleArn: sets.arn,
      definition: terraformJson(definitionOf(this.alarmName, partitionOf(this), targets)),
      dependsOn: sets.policies,
    });
  }
}

/**
 * Asks for the state of the alarm rather than reading the event, so that it does not matter in which order two events arrive.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
function definitionOf(
  alarmName: string,
  partition: string,
  targets: readonly AppautoscalingTarget[],
) {
  const sdk = (action: string) => `arn:${partition}:states:::aws-sdk:${action}`;
  const bounds = (of: (target: AppautoscalingTarget) => { min: number; max: number }) => ({
    Type: "Pass",
    Result: targets.map((target) => ({ id: target.resourceId, ...of(target) })),
    ResultPath: "$.services",
    Next: "SetBounds",
  });
  return {
    Comment: "Stops the tasks while nobody calls, and starts them again.",
    StartAt: "ReadAlarm",
    TimeoutSeconds: 900,
    States: {
      ReadAlarm: {
        Type: "Task",
        Resource: sdk("cloudwatch:describeAlarms"),
        Parameters: { AlarmNames: [alarmName] },
        ResultSelector: { "state.$": "$.MetricAlarms[0].StateValue" },
        Retry: AGAIN,
        Next: "IsIdle",
      },
      IsIdle: {
        Type: "Choice",
        Choices: [{ Variable: "$.state", StringEquals: "ALARM", Next: "Idle" }],
        Default: "Called",
      },
      Idle: bounds(() => ({ min: 0, max: 0 })),
      Called: bounds(({ minCapacityInput: min, maxCapacityInput: max }) => ({
        min: min ?? 0,
        max: max ?? 0,
      })),
      SetBounds: {
        Type: "Map",
        ItemsPath: "$.services",
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "SetBoundsOfService",
          States: {
            SetBoundsOfService: {
              Type: "Task",
              Resource: sdk("applicationautoscaling:registerScalableTarget"),
              Parameters: {
                ServiceNamespace: "ecs",
                ScalableDimension: "ecs:service:DesiredCount",
                "ResourceId.$": "$.id",
                "MinCapacity.$": "$.min",
                "MaxCapacity.$": "$.max",
              },
              Retry: AGAIN,
              End: true,
            },
          },
        },
        End: true,
      },
    },
  };
}

/** For five minutes. */
const AGAIN = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 6 }];

/** Start of a role's name: Terraform adds 26 characters of 64. */
function rolePrefix(name: string, what: string): string {
  return `${name.slice(0, 37 - what.length - 1)}-${what}-`;
}
