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
