import { applyEdits, format } from "jsonc-parser";
import type { Call } from "./call";

/** The status in short, for the eye and for a screen reader. */
export function verdictOf({ answer }: Call): string {
  if (answer === undefined) return "No answer";
  const { status, statusText } = answer;
  return `${String(status)} ${statusText || (reasons[status] ?? "")}`.trim();
}

export function isGood({ answer }: Call): boolean {
  return answer !== undefined && answer.status < 400;
}

/** What an answer means and what to do now, when that isn't plain. */
export function explanationOf(call: Call): string {
  const { answer, isSigned, method } = call;
  if (answer === undefined)
    return "Nothing came back. Either you are offline, or the API is not there, or it does not admit pages from this address (its setting corsOrigins).";
  if (answer.status === 401 && !isSigned)
    return "The API wants to know who stores items, and you are not signed in. Sign in, and send it again.";
  if (answer.status === 401)
    return "The API did not accept your token: it has expired or was withdrawn. Sign out, sign in, and send it again.";
  if (answer.status === 200 && method === "GET" && answer.body.trim() === "{}")
    return "There is no item with this id.";
  return explanations[answer.status] ?? (answer.status >= 500 ? faulty : "");
}

const faulty = "The fault is on the side of the API. Its log says more.";

const explanations: Readonly<Record<number, string>> = {
  400: "The store refused the request; the message says why.",
  403: "You are signed in, but not allowed to do this.",
  404: "The API has nothing at this path. Look at the stores' paths in settings.json.",
  413: "The item is too large: 100 kB is the most.",
  429: "Too many requests at once. Wait a moment, and send it again.",
  503: "The API has no running service to ask. Wait a minute, and send it again.",
  504: "The service took too long. Send it again.",
};

/** HTTP/2 has no reasons in its answers. */
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

/** Lines and indents for a JSON body, and not a digit of it changed; any other body as it is. */
export function readableBody(body: string): string {
  try {
    JSON.parse(body);
  } catch {
    return body;
  }
  return applyEdits(body, format(body, undefined, { insertSpaces: true, tabSize: 2, eol: "\n" }));
}
