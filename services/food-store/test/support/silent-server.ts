import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { Owner } from "./program";

export interface SilentServer {
  readonly url: string;
  /** What it was asked for so far. */
  readonly requests: readonly { readonly action: string; readonly input: unknown }[];
}

/** Takes requests for DynamoDB on a free loopback port and answers none of them. */
export async function silentServer(owner: Owner): Promise<SilentServer> {
  const requests: { action: string; input: unknown }[] = [];
  const server = createServer((request) => {
    const action = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
    void json(request).then((input) => requests.push({ action, input }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  owner.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, requests };
}
