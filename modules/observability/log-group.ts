import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { logRetentionDays } from "../../aws/observability/logs";
import { validate } from "../validation";

/** 0 keeps events forever. */
const RETENTIONS: readonly number[] = [0, ...logRetentionDays];

export interface LogGroupProps {
  readonly name: string;
  /** Days to keep events: a value that CloudWatch Logs supports (`aws/observability/logs.ts`), or 0 for forever. */
  readonly retentionDays: number;
  /** Provider of another region than the stack's. @default - the stack's */
  readonly provider?: AwsProvider;
}

/** A CloudWatch log group whose events expire. */
export class LogGroup extends Construct {
  readonly resource: CloudwatchLogGroup;
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    validate(this, () =>
      RETENTIONS.includes(props.retentionDays)
        ? undefined
        : `\`retentionDays\` must be one of ${RETENTIONS.join(", ")}, got ${props.retentionDays}.`,
    );
    this.resource = new CloudwatchLogGroup(this, "Default", {
      provider: props.provider,
      name: props.name,
      retentionInDays: props.retentionDays,
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }
}
