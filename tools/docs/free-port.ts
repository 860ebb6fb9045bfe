import { createServer } from "node:net";
import { UserError } from "../terminal/user-error";

/** @throws UserError when another program listens on the port of this machine */
export function requireFreePort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = ["EADDRINUSE", "EACCES"].includes(error.code ?? "");
      const message = `--port must be a free port, got ${port}, which another program uses. Choose another one, as in --port ${port + 1}.`;
      reject(isTaken ? new UserError(message) : error);
    });
    server.listen(port, "127.0.0.1", () => {
      server.close(() => {
        resolve();
      });
    });
  });
}
