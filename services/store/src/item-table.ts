import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./item";

/** A table of items, each under the id that is its hash key. Region and credentials are those of the task. */
export class ItemTable {
  private readonly tableName: string;
  private readonly idName: string;
  private readonly client = DynamoDBDocumentClient.from(
    // Together well below the 30 s after which the gateway gives up; the SDK itself would wait for ever.
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: 3_000,
        throwOnRequestTimeout: true,
      },
    }),
    { unmarshallOptions: { wrapNumbers: true } },
  );

  constructor(tableName: string, idName: string) {
    this.tableName = tableName;
    this.idName = idName;
  }

  /** Reads what the last PUT left, and not what it was a moment before. */
  async get(id: string): Promise<Item | undefined> {
    const { Item: item } = await this.client.send(
      new GetCommand({
        TableName: this.tableName,
        Key: { [this.idName]: id },
        ConsistentRead: true,
      }),
    );
    return item;
  }

  /** Replaces any former item with that id. */
  async put(item: Item): Promise<void> {
    await this.client.send(new PutCommand({ TableName: this.tableName, Item: item }));
  }

  /** @throws when the environment names no region */
  async checkRegion(): Promise<void> {
    await this.client.config.region();
  }

  close(): void {
    this.client.destroy();
  }
}
