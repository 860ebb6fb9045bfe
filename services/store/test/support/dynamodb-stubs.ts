import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { Owner } from "@services/kit/testing/program";

export interface SilentServer {
  readonly url: string;
  /** The requests so far. */
  readonly requests: readonly { readonly action: string; readonly input: unknown }[];
}

/** Accepts DynamoDB requests on a free loopback port and never responds. */
export async function silentServer(owner: Owner): Promise<SilentServer> {
  const requests: { action: string; input: unknown }[] = [];
  const server = createServer((request) => {
    const action = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
    void json(request).then((input) => requests.push({ action, input }));
  });
  return { url: await listen(owner, server), requests };
}

/** Responds to every DynamoDB request on a free loopback port with this error. */
export async function refusingServer(
  owner: Owner,
  status: number,
  error: { readonly __type: string; readonly message: string },
): Promise<{ readonly url: string }> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(error));
  });
  return { url: await listen(owner, server) };
}

async function listen(owner: Owner, server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  owner.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
