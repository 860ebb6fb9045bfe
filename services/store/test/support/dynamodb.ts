import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Owner } from "@services/kit/testing/program";

export interface LocalTable {
  /** Environment variables that connect the program to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** An in-memory DynamoDB on a free loopback port, with a table like that of the system. */
export async function startTable(owner: Owner, idName: string): Promise<LocalTable> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  owner.after(stop);

  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const TableName = "items-of-the-test";
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: idName, KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: idName, AttributeType: "S" }],
    }),
  );
  client.destroy();
  return {
    stop,
    environment: {
      DynamoDBTable: TableName,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
  };
}
