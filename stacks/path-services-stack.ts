import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import type { PathService } from "../settings/environment";
import { InfrastructureRole } from "../modules/service/infrastructure-role";
import { COLORS, LiveColor } from "./live-color";
import {
  firstPriority,
  PathServicePartsStack,
  type Surroundings,
} from "./path-service-parts-stack";

/** Services behind the paths of one load balancer, and how a new release of each takes over. */
export abstract class PathServicesStack extends PathServicePartsStack {
  protected addPathService(around: Surroundings, name: string, settings: PathService): void {
    const { deployment } = settings;
    switch (deployment.kind) {
      case "rolling":
        this.addRolling(around, name, settings);
        break;
      case "blue-green-by-variable":
        this.addByVariable(around, name, settings, deployment.testHeader);
        break;
      case "blue-green-by-ecs":
        this.addByEcs(around, name, settings, deployment);
        break;
    }
  }

  private addRolling(around: Surroundings, name: string, settings: PathService): void {
    const targetGroup = this.addServiceTargets(around, name, settings);
    const rule = this.addRule(around, name, settings, { targets: [{ targetGroup, weight: 100 }] });
    this.addTasks(around, name, settings, { id: name, targetGroup, rule });
  }

  private addByVariable(
    around: Surroundings,
    name: string,
    settings: PathService,
    testHeader: string | undefined,
  ): void {
    const liveColor = new LiveColor(this, "live-color");
    const groups = this.addColors(around, name, settings);
    const rule = this.addRule(around, name, settings, {
      targets: COLORS.map((color) => ({
        targetGroup: groups[color],
        weight: liveColor.weightOf(color),
      })),
    });
    COLORS.forEach((color, index) => {
      const targetGroup = groups[color];
      if (testHeader !== undefined) {
        this.addRule(around, `${name}-${color}-test`, settings, {
          targets: [{ targetGroup, weight: 100 }],
          header: { name: testHeader, value: color },
          priority: firstPriority(settings) + index,
        });
      }
      this.addTasks(around, name, settings, {
        id: `${name}-${color}`,
        // Blue is what there was before there was a second colour.
        suffix: color === "blue" ? "" : `-${color}`,
        targetGroup,
        rule,
        imageTag: () => liveColor.imageTagOf(color),
        count: (tasks) => liveColor.whileRunning(color, tasks),
      });
    });
    this.addOutputs({ live_color: liveColor.name });
  }

  private addByEcs(
    around: Surroundings,
    name: string,
    settings: PathService,
    deployment: Extract<PathService["deployment"], { kind: "blue-green-by-ecs" }>,
  ): void {
    const { blue, green } = this.addColors(around, name, settings);
    const rule = this.addRule(around, name, settings, {
      targets: [
        { targetGroup: blue, weight: 100 },
        { targetGroup: green, weight: 0 },
      ],
      leaveWeightsToDeployments: true,
    });
    const role = new InfrastructureRole(this, `${name}-infrastructure-role`, {
      namePrefix: `${this.node.id}-${name}-`.slice(0, 38),
      partition: new DataAwsPartition(this, `${name}-partition`).partition,
    });
    this.addTasks(around, name, settings, {
      id: name,
      targetGroup: blue,
      rule,
      blueGreen: {
        shift: deployment.shift,
        bakeTimeMinutes: deployment.bakeTimeMinutes,
        alternateTargetGroupArn: green.arn,
        productionListenerRuleArn: rule.arn,
        roleArn: role.arn,
        rolePolicies: role.policies,
        rollbackAlarmNames:
          deployment.rollback === "none"
            ? []
            : Object.entries({ blue, green }).flatMap(([color, targetGroup]) => {
                const part = `${name}-${color}-deployment`;
                const { serverErrorPercent } = deployment;
                const thresholds = { serverErrorPercent, evaluationMinutes: 2 };
                return this.addServiceAlarms(around.entry, targetGroup, part, thresholds).names;
              }),
      },
    });
  }
}
