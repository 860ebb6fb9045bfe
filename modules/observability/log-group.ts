import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { logRetentionDays } from "../../aws/logs";
import { validate } from "../validation";
import type { LogKey } from "./log-key";

/** 0 keeps events for ever. */
const RETENTIONS: readonly number[] = [0, ...logRetentionDays];

export interface LogGroupProps {
  readonly name: string;
  /** Days after which events are deleted: one that CloudWatch Logs knows (`aws/logs.ts`), or 0 for ever. */
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
        RETENTIONS.includes(props.retentionDays)
          ? undefined
          : `\`retentionDays\` must be one of ${RETENTIONS.join(", ")}, got ${props.retentionDays}.`,
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
