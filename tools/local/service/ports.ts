import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Below the ports that systems give to outgoing connections (32768 and above on Linux, 49152 elsewhere): none of them
 * can take a task's port between its choice and its use.
 */
const FIRST = 20_000;
const LAST = 32_000;

const given = new Set<number>();

/** A port of loopback that nobody listens on, and that no other task of this run was given. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
}

export function giveBackPort(port: number): void {
  given.delete(port);
}

/** Free on every address, for programs in containers listen on all of them. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });
}

/**
 * Waits until something listens on a port of loopback.
 *
 * By a deadline and no signal: AbortSignal.any() drops an AbortSignal.timeout() that nothing else refers to, so that the wait
 * would never end (https://github.com/nodejs/node/issues/57736).
 *
 * @param isOver ends the wait early
 * @returns whether something listens
 */
export async function listening(
  port: number,
  seconds: number,
  isOver: () => boolean = () => false,
): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  while (!isOver() && performance.now() < deadline) {
    if (await answers(port)) return true;
    await wait(50);
  }
  return false;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
