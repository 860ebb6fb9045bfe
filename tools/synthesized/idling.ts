import type { EvaluatedStack } from "./evaluated-stack";
import { numberOf, textOf } from "./fields";

/** Of a stack whose tasks stop while nobody calls its API: the setting `idle`. */
export interface Idling {
  /** Name of the alarm that is raised meanwhile. */
  readonly alarm: string;
  readonly afterMinutes: number;
}

export function idlingOf(stack: EvaluatedStack): Idling | undefined {
  const found = stack
    .resources("aws_cloudwatch_metric_alarm")
    .find(
      ({ block }) =>
        textOf(block, "metric_name", "") === "Count" &&
        textOf(block, "namespace", "") === "AWS/ApiGateway" &&
        textOf(block, "alarm_name", "").endsWith("-idle"),
    );
  return (
    found && {
      alarm: textOf(found.block, "alarm_name", ""),
      afterMinutes: numberOf(found.block, "evaluation_periods", 0),
    }
  );
}
