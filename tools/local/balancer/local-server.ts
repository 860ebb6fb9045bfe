import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { UserError } from "../../terminal/user-error";
import type { Router } from "../part";

export interface LocalServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** The loopback port to listen on. */
export interface WantedPort {
  /** 0 uses any free port. */
  readonly port: number;
  /** Whether the user chose this port, so that no other may be used. */
  readonly isAsked?: boolean;
  /** Called with a message if the port is taken and another one is used. @default - no message */
  readonly say?: (line: string) => void;
}

/**
 * Listens on loopback, on the wanted port. If that port is taken and the user did not choose it, any free port is used.
 * Node's parser is strict: it rejects a request with two lengths, which could be used for request smuggling.
 *
 * @throws UserError if the port that the user chose is taken
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
  // Longer than the timeout towards the target, so that the client still gets a response to it.
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
