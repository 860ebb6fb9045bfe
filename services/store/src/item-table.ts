import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./item";

/** A table of items by ID, which is the hash key. Region and credentials are those of the task. */
export class ItemTable {
  private readonly tableName: string;
  private readonly idName: string;
  private readonly client = DynamoDBDocumentClient.from(
    // In total well below the 30 s timeout of the gateway. The SDK has no timeout by default.
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

  /** A consistent read: returns the result of the last PUT. */
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

  /** Replaces an existing item with that ID. */
  async put(item: Item): Promise<void> {
    await this.client.send(new PutCommand({ TableName: this.tableName, Item: item }));
  }

  /** @throws if the environment has no Region */
  async checkRegion(): Promise<void> {
    await this.client.config.region();
  }

  close(): void {
    this.client.destroy();
  }
}
