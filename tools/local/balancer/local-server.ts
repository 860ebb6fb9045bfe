import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { UserError } from "../../terminal/user-error";
import type { Router } from "../part";

export interface LocalServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Which port of loopback to listen on. */
export interface WantedPort {
  /** 0: any free one. */
  readonly port: number;
  /** The user asked for this one: no other will do. */
  readonly isAsked?: boolean;
  /** Called with a line when the port is taken and another one is used. @default - nothing is said */
  readonly say?: (line: string) => void;
}

/**
 * Serves on loopback, on the wanted port or, where that is taken and nobody asked for it, on any free one. Node's parser is
 * strict: a request of two lengths, by which one could be smuggled past the balancer, is refused.
 *
 * @throws UserError when the port that the user asked for is taken
 */
export async function listen(
  router: Router,
  wanted: WantedPort,
  idleSeconds: number,
): Promise<LocalServer> {
  const server = createServer(router.handle);
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    if (router.upgrade !== undefined) router.upgrade(request, head);
    else socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  });
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
  if (!(await tryPort(wanted.port))) {
    if (wanted.isAsked === true) {
      throw new UserError(
        `--port ${wanted.port} is taken by another program. Choose another port, or 0 for any free one.`,
      );
    }
    await tryPort(0);
    wanted.say?.(`Port ${wanted.port} is taken: using ${(server.address() as AddressInfo).port}.`);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }),
  };
}
