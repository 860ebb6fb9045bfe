import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Router } from "../part";

export interface LocalServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * Serves on loopback, on the preferred port or, where that is taken, on any free one. Node's parser is strict: a request
 * of two lengths, by which one could be smuggled past the balancer, is refused.
 */
export async function listen(
  router: Router,
  preferred: number,
  idleSeconds: number,
): Promise<LocalServer> {
  const server = createServer(router.handle);
  server.keepAliveTimeout = idleSeconds * 1000;
  server.requestTimeout = 0;
  // Later than that towards the target, whose silence is to be answered.
  server.setTimeout((idleSeconds + 5) * 1000);
  const tryPort = (port: number): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => {
        if (port !== 0 && ["EADDRINUSE", "EACCES"].includes(error.code ?? "")) resolve(false);
        else reject(error);
      };
      server.once("error", failed);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", failed);
        resolve(true);
      });
    });
  if (!(await tryPort(preferred))) await tryPort(0);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
