import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Below the ephemeral ports for outgoing connections (32768 and above on Linux, 49152 elsewhere), so that no outgoing
 * connection takes a task's port before the task uses it.
 */
const FIRST = 20_000;
const LAST = 32_000;

const given = new Set<number>();

/** A free loopback port that no other task of this run has. */
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

/** Checks all addresses, because programs in containers listen on all of them. */
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
 * Waits until a program listens on a loopback port.
 *
 * Uses a deadline, not a signal: AbortSignal.any() drops an AbortSignal.timeout() that nothing else refers to, so the wait
 * would never end (https://github.com/nodejs/node/issues/57736).
 *
 * @param isOver whether to stop waiting early
 * @returns whether a program listens
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

/**
 * Whether a program that was told to listen on 127.0.0.1 listens on other addresses, too: on Linux, all of 127.0.0.0/8 are this
 * machine's. Elsewhere nobody looks.
 */
export async function listensEverywhere(port: number): Promise<boolean> {
  return process.platform === "linux" && (await answers(port, "127.0.0.2"));
}

function answers(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
