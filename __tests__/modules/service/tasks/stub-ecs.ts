import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ECSClient } from "@aws-sdk/client-ecs";

type Answer = object | { readonly error: string; readonly message?: string };

/** A request to ECS: its action and its body. */
export interface Call {
  readonly action: string;
  readonly body: Record<string, unknown>;
}

/** The API of ECS on loopback, of which a test says the answers. */
export class StubEcs {
  readonly calls: Call[] = [];
  private opened: ECSClient | undefined;
  private readonly server;

  private constructor(answer: (call: Call, earlier: readonly Call[]) => Answer) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const action = String(request.headers["x-amz-target"]).split(".").pop()!;
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Call["body"];
        const call = { action, body };
        const given = answer(call, this.calls);
        this.calls.push(call);
        const failed = "error" in given;
        response.writeHead(failed ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
        response.end(
          JSON.stringify(
            failed
              ? { __type: given.error, message: "message" in given ? given.message : "" }
              : given,
          ),
        );
      });
    });
  }

  static async open(answer: (call: Call, earlier: readonly Call[]) => Answer): Promise<StubEcs> {
    const stub = new StubEcs(answer);
    stub.server.listen(0, "127.0.0.1");
    await once(stub.server, "listening");
    return stub;
  }

  get client(): ECSClient {
    const { port } = this.server.address() as AddressInfo;
    this.opened ??= new ECSClient({
      region: "us-east-2",
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: "x", secretAccessKey: "x" },
    });
    return this.opened;
  }

  async close(): Promise<void> {
    this.opened?.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
