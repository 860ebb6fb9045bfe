import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Owner } from "./program";

/** Takes requests on a free loopback port and answers none of them. */
export async function silentServer(
  owner: Owner,
): Promise<{ readonly url: string; readonly requests: () => number }> {
  let requests = 0;
  const server = createServer(() => {
    requests++;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  owner.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { url, requests: () => requests };
}
