import type { Owner } from "@services/kit/testing/program";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A stub of Secrets Manager with one secret in the format of RDS. */
export class Secret {
  password: string;
  /** Environment variables that connect a program to it. */
  readonly environment: Readonly<Record<string, string>>;

  private constructor(port: number, password: string) {
    this.password = password;
    this.environment = {
      DB_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1-AbCdEf",
      AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}`,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
  }

  static async start(owner: Owner, password: string): Promise<Secret> {
    const server = createServer((request, response) => {
      request.resume();
      const content = { username: "service", password: secret.password };
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ SecretString: JSON.stringify(content) }));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const secret = new Secret((server.address() as AddressInfo).port, password);
    owner.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return secret;
  }
}
