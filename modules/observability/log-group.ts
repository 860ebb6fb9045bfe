import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { validate } from "../validation";
import type { LogKey } from "./log-key";

/**
 * The retentions that CloudWatch Logs knows, in days; 0 keeps events for ever.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const LOG_RETENTION_DAYS: readonly number[] = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
  3288, 3653,
];

export interface LogGroupProps {
  readonly name: string;
  /** Days after which events are deleted: one of {@link LOG_RETENTION_DAYS}. */
  readonly retentionDays: number;
  /**
   * The key that encrypts the events. It is a construct and no ARN, because CloudWatch Logs refuses a key whose policy
   * does not name it, and only a policy of our own is known to.
   *
   * @default CloudWatch's own key
   */
  readonly key?: LogKey;
}

/** A log group of CloudWatch that forgets its events in time. */
export class LogGroup extends Construct {
  readonly resource: CloudwatchLogGroup;
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    validate(
      this,
      () =>
        LOG_RETENTION_DAYS.includes(props.retentionDays)
          ? undefined
          : `\`retentionDays\` must be one of ${LOG_RETENTION_DAYS.join(", ")}, got ${props.retentionDays}.`,
      () =>
        props.key === undefined || props.key.logGroupNames.includes(props.name)
          ? undefined
          : `\`key\` must be allowed for the log group ${props.name}: add the name to its \`logGroupNames\`.`,
    );
    this.resource = new CloudwatchLogGroup(this, "Default", {
      name: props.name,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.key?.arn,
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }
}
