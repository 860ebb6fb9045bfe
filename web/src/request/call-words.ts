import { applyEdits, format } from "jsonc-parser";
import type { Call } from "./call";

/** The short form of the status, also for screen readers. */
export function verdictOf({ answer }: Call): string {
  if (answer === undefined) return "No response";
  const { status, statusText } = answer;
  return `${String(status)} ${statusText || (reasons[status] ?? "")}`.trim();
}

export function isGood({ answer }: Call): boolean {
  return answer !== undefined && answer.status < 400;
}

/** Explains a response and what to do next, if that is not obvious. */
export function explanationOf(call: Call): string {
  const { answer, isSigned, method } = call;
  if (answer === undefined)
    return "There was no response. You may be offline, the API may not exist, or it may not allow requests from this page's address (its setting corsOrigins).";
  if (answer.status === 401 && !isSigned)
    return "You are not signed in. Sign in to store items, and send the request again.";
  if (answer.status === 401)
    return "The API did not accept your token: it has expired or was revoked. Sign out, sign in again, and resend the request.";
  if (answer.status === 200 && method === "GET" && answer.body.trim() === "{}")
    return "There is no item with this id.";
  return explanations[answer.status] ?? (answer.status >= 500 ? faulty : "");
}

const faulty = "The API failed. Its log has the details.";

const explanations: Readonly<Record<number, string>> = {
  400: "The store rejected the request. The message gives the reason.",
  403: "You are signed in, but you do not have permission to do this.",
  404: "The API does not have this path. Check the paths of the stores in settings.json.",
  413: "The item is too large. The maximum is 100 kB.",
  429: "Too many requests at once. Wait a moment and send the request again.",
  503: "The service behind the API is not available. Wait a minute and send the request again.",
  504: "The service took too long to respond. Send the request again.",
};

/** HTTP/2 responses have no reason phrases. */
const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  413: "Content Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** Formats a JSON body without changing any digit. Other bodies are returned unchanged. */
export function readableBody(body: string): string {
  try {
    JSON.parse(body);
  } catch {
    return body;
  }
  return applyEdits(body, format(body, undefined, { insertSpaces: true, tabSize: 2, eol: "\n" }));
}
