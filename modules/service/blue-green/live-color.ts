import { Fn, TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import { imageTagOf, TAG_RULE, tagCondition } from "../../delivery/image-tag";

export const COLORS = ["blue", "green"] as const;
export type Color = (typeof COLORS)[number];

/**
 * The variables of a blue/green deployment. Image tags and running states are set per color, not for "the idle one". A
 * switch therefore changes only `live_color`, and only the weights follow.
 */
export class LiveColor extends Construct {
  /** The color that receives the requests. */
  readonly name: string;
  private readonly tags: Readonly<Record<Color, TerraformVariable>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.name = this.addLive().stringValue;
    this.addIdleShare();
    this.addSwitchFloor();
    this.addRunning();
    this.tags = { blue: this.addTag("blue"), green: this.addTag("green") };
  }

  /** Weight of a color in a forward action, in percent of the requests. */
  weightOf(color: Color): number {
    return Token.asNumber(
      `\${var.live_color == "${color}" ? 100 - var.idle_share_percent : var.idle_share_percent}`,
    );
  }

  /** `count` while the color runs, otherwise 0. */
  whileRunning(color: Color, count: number): number {
    return Token.asNumber(`\${contains(var.running_colors, "${color}") ? ${count} : 0}`);
  }

  /**
   * The minimum number of tasks of a color: during a switch, at least `switch_floor`. The idle color has scaled in, because it
   * receives no requests. It would take minutes to scale out, and its low-load alarm stays on until the load arrives.
   */
  floorOf(color: Color, minTasks: number, maxTasks: number): number {
    const floor = `max(${minTasks}, min(var.switch_floor, ${maxTasks}))`;
    return Token.asNumber(`\${contains(var.running_colors, "${color}") ? ${floor} : 0}`);
  }

  /** Image tag of a color: its own, or that of the release. */
  imageTagOf(color: Color): string {
    // An empty tag counts as none.
    return Token.asString(Fn.coalesce([this.tags[color].stringValue, imageTagOf(this)]));
  }

  /** It has no default, because a plan without the variable would switch back to the default. */
  private addLive(): TerraformVariable {
    return this.addVariable("live_color", {
      type: "string",
      nullable: false,
      description: "The colour that gets the requests: blue or green.",
      validation: [
        {
          condition: '${contains(["blue", "green"], var.live_color)}',
          errorMessage: "live_color must be blue or green.",
        },
      ],
    });
  }

  /** `ENABLED` for what only the live color does, and `DISABLED` for the other one. */
  stateOf(color: Color): string {
    return `\${var.live_color == "${color}" ? "ENABLED" : "DISABLED"}`;
  }

  private addIdleShare(): void {
    this.addVariable("idle_share_percent", {
      type: "number",
      default: 0,
      nullable: false,
      description: "Percent of the requests that the idle colour gets, to try it on.",
      validation: [
        {
          condition:
            "${var.idle_share_percent >= 0 && var.idle_share_percent <= 50 && floor(var.idle_share_percent) == var.idle_share_percent}",
          errorMessage:
            "idle_share_percent must be a whole number from 0 to 50: for more, switch live_color.",
        },
        {
          condition: "${var.idle_share_percent == 0 || length(var.running_colors) == 2}",
          errorMessage:
            "idle_share_percent must be 0 while the idle colour is not among running_colors.",
        },
      ],
    });
  }

  private addSwitchFloor(): void {
    this.addVariable("switch_floor", {
      type: "number",
      default: 0,
      nullable: false,
      description:
        "The fewest tasks of both colours during a switch: as many as the live one runs. 0: what the settings say.",
      validation: [
        {
          condition: "${var.switch_floor >= 0 && floor(var.switch_floor) == var.switch_floor}",
          errorMessage: "switch_floor must be a whole number of tasks, from 0.",
        },
      ],
    });
  }

  private addRunning(): void {
    this.addVariable("running_colors", {
      type: "set(string)",
      default: [...COLORS],
      nullable: false,
      description: "Colours whose tasks run; leave the idle one out to switch it off.",
      validation: [
        {
          condition:
            // The validation of live_color reports a color that does not exist.
            '${length(setsubtract(var.running_colors, ["blue", "green"])) == 0 && (contains(var.running_colors, var.live_color) || !contains(["blue", "green"], var.live_color))}',
          errorMessage:
            "running_colors must be blue, green or both, the live one among them: start a colour before you switch to it.",
        },
      ],
    });
  }

  private addTag(color: Color): TerraformVariable {
    const name = `${color}_image_tag`;
    return this.addVariable(name, {
      type: "string",
      // CDKTF 0.21 does not support null.
      default: "",
      nullable: false,
      description: `Tag of the ${color} image; empty, that of image_tag.`,
      validation: [
        {
          condition: `\${var.${name} == "" || (${tagCondition(name)})}`,
          errorMessage: `${name} ${TAG_RULE}.`,
        },
      ],
    });
  }

  private addVariable(
    name: string,
    config: ConstructorParameters<typeof TerraformVariable>[2],
  ): TerraformVariable {
    const variable = new TerraformVariable(this, name, config);
    variable.overrideLogicalId(name);
    return variable;
  }
}
