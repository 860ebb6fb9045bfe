import {
  LbListenerRule,
  type LbListenerRuleConfig,
} from "@cdktf/provider-aws/lib/lb-listener-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  listenerRulePriority,
  MAX_RULE_VALUES,
  targetWeight,
} from "../../aws/networking/load-balancing";
import { type Check, validate, within } from "../validation";
import type { TargetGroup } from "./target-group";

/** A target group and its share of the requests. */
export interface WeightedTargetGroup {
  readonly targetGroup: TargetGroup;
  /** From 0 to 999, relative to the other targets. May be an expression. */
  readonly weight: number;
}

/** A condition on a request header. */
export interface HeaderCondition {
  readonly name: string;
  /** Case-insensitive. `*` and `?` are wildcards. */
  readonly value: string;
}

/** The conditions of a rule. */
export interface PathsProps {
  /** Rules are evaluated from the lowest number, 1, to the highest, 50000. Each number is unique per listener. */
  readonly priority: number;
  /** Path patterns, of which a request must match one. `*` and `?` are wildcards. */
  readonly paths: readonly string[];
}

export interface ListenerRuleProps extends Omit<PathsProps, "priority"> {
  /** @default - the number after the highest one of the listener, which the AWS provider looks up */
  readonly priority?: number;
  readonly listener: { readonly arn: string };
  /** Host name, in lower case. @default any */
  readonly host?: string;
  /** @default any */
  readonly header?: HeaderCondition;
  /** One target group, or several that share the requests by weight. */
  readonly targets: readonly WeightedTargetGroup[];
  /**
   * Whether ECS deployments shift the weights. Terraform then only sets the initial weights, because a plan would
   * otherwise roll back a deployment.
   * @default false
   * @see https://github.com/hashicorp/terraform-provider-aws/issues/43905
   */
  readonly leaveWeightsToDeployments?: boolean;
  /**
   * Path prefixes, such as `/Test`, to remove before the request reaches the target. Needs AWS provider 6.25.
   * @default none
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
   */
  readonly removedPrefix?: string;
  /** Rules that must get a lower number than this one. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Forwards requests by path.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
export class ListenerRule extends Construct {
  readonly resource: LbListenerRule;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ListenerRuleProps) {
    super(scope, id);
    validate(this, ...checks(props));
    this.resource = new LbListenerRule(this, "Default", {
      listenerArn: props.listener.arn,
      priority: props.priority,
      condition: conditions(props),
      action: [forwardTo(props.targets)],
      transform: withoutPrefix(props),
      dependsOn: props.dependsOn && [...props.dependsOn],
      ...(props.leaveWeightsToDeployments ? { lifecycle: { ignoreChanges: ["action"] } } : {}),
    });
    this.arn = this.resource.arn;
  }
}

function withoutPrefix({ removedPrefix }: ListenerRuleProps): LbListenerRuleConfig["transform"] {
  if (removedPrefix === undefined) return undefined;
  const rewrite = { regex: `^${removedPrefix}(/.*)$`, replace: "$1" };
  return [{ type: "url-rewrite", urlRewriteConfig: { rewrite } }];
}

function conditions(props: ListenerRuleProps): LbListenerRuleConfig["condition"] {
  const { host, paths, header, removedPrefix = "" } = props;
  return [
    ...(host === undefined ? [] : [{ hostHeader: { values: [host] } }]),
    { pathPattern: { values: paths.map((path) => `${removedPrefix}${path}`) } },
    ...(header === undefined
      ? []
      : [{ httpHeader: { httpHeaderName: header.name, values: [header.value] } }]),
  ];
}

function forwardTo(targets: readonly WeightedTargetGroup[]) {
  const [first, ...others] = targets;
  if (first !== undefined && others.length === 0) {
    return { type: "forward", targetGroupArn: first.targetGroup.arn };
  }
  return {
    type: "forward",
    forward: {
      targetGroup: targets.map(({ targetGroup, weight }) => ({ arn: targetGroup.arn, weight })),
    },
  };
}

function checks(props: ListenerRuleProps): readonly Check[] {
  const { priority, host, paths, header, targets } = props;
  const values = paths.length + [host, header].filter((each) => each !== undefined).length;
  return [
    within("priority", priority, ...listenerRulePriority),
    () => (paths.length > 0 ? undefined : "`paths` must have at least one entry, got none."),
    () =>
      values <= MAX_RULE_VALUES
        ? undefined
        : `\`host\`, \`paths\` and \`header\` must have at most ${MAX_RULE_VALUES} values together, got ${values}: AWS accepts no more in one rule.`,
    () =>
      targets.length >= 1 && targets.length <= 5
        ? undefined
        : `\`targets\` must be 1 to 5 target groups, got ${targets.length}.`,
    () =>
      targets.length > 1 && targets.some(({ targetGroup }) => targetGroup.isSticky)
        ? "`targets` must be one group where it has `stickiness`: AWS rejects a rule with target stickiness but without group stickiness."
        : undefined,
    ...targets.map(({ weight }, index) =>
      within(`targets[${index}].weight`, weight, ...targetWeight),
    ),
  ];
}
