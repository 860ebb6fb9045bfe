import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { UserError } from "../terminal/user-error";

/**
 * Parses the URL of a load test.
 *
 * @throws UserError if it is not an HTTP or HTTPS URL
 */
export function targetUrl(text: string | undefined): URL {
  const example = "as in http://127.0.0.1:8080/path";
  if (text === undefined) throw new UserError(`A load test needs a URL, ${example}.`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new UserError(`The URL must begin with http:// or https://, ${example}.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UserError("The URL must not have a user or password. Use --header authorization=...");
  }
  return url;
}

/** Whether requests to a URL stay on this machine. The only host name that counts is localhost. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Long enough to connect to the other side of the world, or to a server that is starting. */
const CONNECT_SECONDS = 10;

/**
 * Connects to a target without sending a request, because a load that nobody receives measures nothing.
 *
 * @throws UserError if there is no connection
 */
export async function requireReachable({ protocol, hostname, port, origin }: URL): Promise<void> {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const socket =
    protocol === "https:"
      ? connectTls({ host, port: Number(port || 443) })
      : connect({ host, port: Number(port || 80) });
  try {
    const signal = AbortSignal.timeout(CONNECT_SECONDS * 1000);
    await once(socket, protocol === "https:" ? "secureConnect" : "connect", { signal });
  } catch (error) {
    throw new UserError(
      `${origin} must be reachable from this machine: ${reasonOf(error as NodeJS.ErrnoException)}. ` +
        "Check the URL, the network, and that the system is running. Nothing was sent.",
    );
  } finally {
    socket.destroy();
  }
}

function reasonOf({ name, code, message }: NodeJS.ErrnoException): string {
  if (name === "AbortError") return `there is no connection within ${CONNECT_SECONDS} s`;
  // For a host with several addresses, the error message is empty.
  return message === "" ? (code ?? name) : message;
}
