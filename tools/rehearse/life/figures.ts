/** A number by which something scales, where it stands in Terraform JSON. */
export interface Figure {
  readonly type: string;
  /** Names of the blocks it stands in, and its own. */
  readonly path: readonly string[];
}

/** What a rehearsal raises by one, as somebody would in the settings who wants more of it. */
export const FIGURES: readonly Figure[] = [
  { type: "aws_appautoscaling_target", path: ["max_capacity"] },
  {
    type: "aws_appautoscaling_policy",
    path: ["target_tracking_scaling_policy_configuration", "target_value"],
  },
  { type: "aws_autoscaling_group", path: ["max_size"] },
  { type: "aws_autoscaling_policy", path: ["target_tracking_configuration", "target_value"] },
  {
    type: "aws_ecs_capacity_provider",
    path: ["auto_scaling_group_provider", "managed_scaling", "minimum_scaling_step_size"],
  },
  // A larger disk is a new version of the template, and that new instances.
  { type: "aws_launch_template", path: ["block_device_mappings", "ebs", "volume_size"] },
];

/** Attributes that only an apply tells, when the resource changes at all: whoever refers to them changes, too. */
export const FOLLOWED_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_ecs_task_definition: ["arn", "arn_without_revision", "id", "revision"],
  aws_launch_template: ["default_version", "latest_version"],
};

/** Types of which a change makes a new one in the place of the old one. */
export const REPLACED_TYPES: readonly string[] = ["aws_ecs_task_definition"];
