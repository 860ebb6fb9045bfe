import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { tableKeyLength, tableName } from "../../aws/networking/api-gateway";
import { tableDefaults } from "../../aws/defaults";
import type { PolicyStatement } from "../identity/service-role";
import { matches, validate } from "../validation";

export interface TableProps {
  /** 3 to 255 letters, digits and `_.-`, unique in account and region. */
  readonly name: string;
  /** The partition key, a string attribute. */
  readonly hashKey: string;
  /** Whether the table can be restored to any second of the last 35 days (DynamoDB.2). @default true */
  readonly pointInTimeRecovery?: boolean;
  /** Whether AWS refuses to delete the table (DynamoDB.6). @default true */
  readonly deletionProtection?: boolean;
}

/** Actions of a program on single items of a table, by key. */
export type TableAction = "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query";

/**
 * A DynamoDB table with on-demand capacity, encrypted with DynamoDB's own key like all tables.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
 */
export class Table extends Construct {
  readonly resource: DynamodbTable;
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { name, hashKey } = props;
    const [shortest, longest] = tableKeyLength;
    validate(this, matches("name", name, tableName), () =>
      hashKey.length >= shortest && hashKey.length <= longest
        ? undefined
        : `\`hashKey\` must be ${shortest} to ${longest} characters long, got ${hashKey.length}.`,
    );
    this.resource = new DynamodbTable(this, "Default", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey,
      attribute: [{ name: hashKey, type: "S" }],
      pointInTimeRecovery: {
        enabled: props.pointInTimeRecovery ?? tableDefaults.pointInTimeRecovery,
      },
      deletionProtectionEnabled: props.deletionProtection ?? true,
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }

  /** Permission for these actions on this table only. */
  statement(...actions: readonly TableAction[]): PolicyStatement {
    return { actions: actions.map((action) => `dynamodb:${action}`), resources: [this.arn] };
  }
}
