import type { Construct } from "constructs";
import { logGroupArn, partitionOf } from "../../aws-lookups";
import type { PolicyStatement } from "../../identity/service-role";
import type { ContainerProps } from "../task-definition/container";

/** Where the log router of a task sends the output of the other containers. */
export type LogDestination =
  | { readonly kind: "cloudwatch"; readonly logGroupName?: string }
  | { readonly kind: "firehose"; readonly streamArn: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  | {
      readonly kind: "opensearch";
      readonly domainArn: string;
      readonly host: string;
      readonly index: string;
    }
  | {
      readonly kind: "output";
      readonly options: Readonly<Record<string, string>>;
      readonly secretOptions?: Readonly<Record<string, string>>;
    };

/** What of a service its log router must know. */
export interface Logged {
  readonly region: string;
  /** The service's own log group. */
  readonly logs: { readonly name: string; readonly arn: string };
  /** Start of the names of its log streams. */
  readonly streamPrefix: string;
}

/** Output waits in memory while the router is slow, as with the driver of CloudWatch. */
const BUFFER_BYTES = 25 * 1024 * 1024;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html */
export function routing(
  destination: LogDestination,
  { region, logs, streamPrefix }: Logged,
): NonNullable<ContainerProps["routing"]> {
  const buffer = { "log-driver-buffer-limit": `${BUFFER_BYTES}` };
  switch (destination.kind) {
    case "cloudwatch":
      return {
        options: {
          Name: "cloudwatch_logs",
          region,
          log_group_name: destination.logGroupName ?? logs.name,
          // Only what the program wrote, so that filters and queries find in it what they find without a router.
          log_key: "log",
          log_stream_prefix: `${streamPrefix}/`,
          auto_create_group: "false",
          ...buffer,
        },
      };
    case "firehose":
      return {
        options: {
          Name: "kinesis_firehose",
          region,
          delivery_stream: destination.streamArn.split("/").at(-1) ?? "",
          ...buffer,
        },
      };
    case "s3":
      return {
        options: {
          Name: "s3",
          region,
          bucket: destination.bucket,
          s3_key_format: `/${destination.prefix}/$TAG/%Y/%m/%d/%H/%M-$UUID.gz`,
          compression: "gzip",
          use_put_object: "On",
          total_file_size: "10M",
          upload_timeout: "1m",
          store_dir_limit_size: "48M",
          ...buffer,
        },
      };
    case "opensearch":
      return {
        options: {
          Name: "opensearch",
          Host: destination.host,
          Port: "443",
          Index: destination.index,
          tls: "On",
          AWS_Auth: "On",
          AWS_Region: region,
          Suppress_Type_Name: "On",
          ...buffer,
        },
      };
    case "output":
      return {
        options: { ...buffer, ...destination.options },
        secretOptions: destination.secretOptions,
      };
  }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html */
export function routerStatements(
  scope: Construct,
  destination: LogDestination,
  { region, logs }: Pick<Logged, "region" | "logs">,
): readonly PolicyStatement[] {
  switch (destination.kind) {
    case "cloudwatch": {
      const { logGroupName } = destination;
      const arn = logGroupName === undefined ? logs.arn : logGroupArn(scope, region, logGroupName);
      return [{ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${arn}:*`] }];
    }
    case "firehose":
      return [{ actions: ["firehose:PutRecordBatch"], resources: [destination.streamArn] }];
    case "s3": {
      const { bucket, prefix } = destination;
      const objects = `arn:${partitionOf(scope)}:s3:::${bucket}/${prefix}/*`;
      return [{ actions: ["s3:PutObject"], resources: [objects] }];
    }
    case "opensearch":
      return [{ actions: ["es:ESHttpPost"], resources: [`${destination.domainArn}/*`] }];
    case "output":
      return [];
  }
}
