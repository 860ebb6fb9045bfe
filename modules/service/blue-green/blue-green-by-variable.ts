import { Construct } from "constructs";
import { ListenerRule, type PathsProps } from "../../load-balancing/listener-rule";
import type { TargetGroup } from "../../load-balancing/target-group";
import { addTargetGroup, BalancedService, type BalancedServiceProps } from "../balanced-service";
import { type Color, COLORS, LiveColor } from "./live-color";

export interface BlueGreenByVariableProps extends Omit<
  BalancedServiceProps,
  "route" | "targetGroup" | "imageTag" | "blueGreen"
> {
  readonly paths: PathsProps;
  /** Header whose value, `blue` or `green`, routes a request to that color. @default none */
  readonly testHeader?: {
    readonly name: string;
    readonly priorities: Readonly<Record<Color, number>>;
  };
}

/**
 * Two services of one program, blue and green, and variables of the deployment that say which of them gets the requests.
 *
 * Blue is at the addresses that a service without a second colour has: going over to blue and green, and back, leaves the
 * running tasks alone.
 */
export class BlueGreenByVariable extends Construct {
  readonly liveColor: LiveColor;
  readonly blue: BalancedService;
  readonly green: BalancedService;

  constructor(scope: Construct, id: string, props: BlueGreenByVariableProps) {
    super(scope, id);
    this.liveColor = new LiveColor(this, "live-color");
    const targetGroups = {
      blue: addTargetGroup(this, "target-group", props),
      green: addTargetGroup(this, "green-target-group", props),
    };
    const rule = new ListenerRule(this, "rule", {
      ...props.paths,
      listener: props.entry.listeners.serving,
      targets: COLORS.map((color) => ({
        targetGroup: targetGroups[color],
        weight: this.liveColor.weightOf(color),
      })),
    });
    this.addTestRules(props, targetGroups);
    this.blue = this.addColor("Default", "blue", props, targetGroups, rule);
    this.green = this.addColor("green", "green", withSuffix(props), targetGroups, rule);
    const { beforeRelease: first } = this.blue.containers;
    // Both get the release on a first deployment. What they run before it must not run side by side.
    if (first) this.green.containers.beforeRelease?.after(first.invocation);
  }

  private addColor(
    id: string,
    color: Color,
    { desiredCount, scaling, ...props }: BlueGreenByVariableProps,
    targetGroups: Readonly<Record<Color, TargetGroup>>,
    rule: ListenerRule,
  ): BalancedService {
    const count = (tasks: number) => this.liveColor.whileRunning(color, tasks);
    const desired = desiredCount ?? scaling?.minTasks ?? 1;
    return new BalancedService(this, id, {
      ...props,
      route: { kind: "rule", rule },
      targetGroup: targetGroups[color],
      imageTag: () => this.liveColor.imageTagOf(color),
      desiredCount: count(desired),
      // Of both colors, or each of them would do the work.
      scheduledTasksState: this.liveColor.stateOf(color),
      scaling: scaling && {
        ...scaling,
        minTasks: this.liveColor.floorOf(color, scaling.minTasks, scaling.maxTasks),
        maxTasks: count(scaling.maxTasks),
      },
    });
  }

  private addTestRules(
    { testHeader, paths, entry }: BlueGreenByVariableProps,
    targetGroups: Readonly<Record<Color, TargetGroup>>,
  ): void {
    if (testHeader === undefined) return;
    for (const color of COLORS) {
      new ListenerRule(this, `${color}-test-rule`, {
        ...paths,
        priority: testHeader.priorities[color],
        listener: entry.listeners.serving,
        header: { name: testHeader.name, value: color },
        targets: [{ targetGroup: targetGroups[color], weight: 100 }],
      });
    }
  }
}

/** Names of the green service, which must differ from those of the blue one. */
function withSuffix(props: BlueGreenByVariableProps): BlueGreenByVariableProps {
  const { name, family, streamPrefix, alarms, rollback, scheduledTasksAlarms: tasksAlarms } = props;
  return {
    ...props,
    name: `${name}-green`,
    family: `${family ?? name}-green`,
    streamPrefix: streamPrefix ?? name,
    alarms: alarms && { ...alarms, name: `${alarms.name}-green` },
    rollback: rollback && { ...rollback, alarmName: `${rollback.alarmName}-green` },
    scheduledTasksAlarms: tasksAlarms && { ...tasksAlarms, name: `${tasksAlarms.name}-green` },
  };
}
