import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { listen } from "./listen";
import type { Owner } from "./owner";
import { verified } from "./tokens";

export const stores = [
  { name: "Food store", path: "/foodstore/foods", idName: "foodId" },
  { name: "Pet store", path: "/petstore/pets", idName: "petId" },
];

export interface StoreApi {
  readonly url: string;
  /** All requests so far as a gateway sees them, such as `PUT /foodstore/foods/a`. */
  readonly requests: readonly { readonly line: string; readonly authorization?: string }[];
  /** The origin of the pages that may call it. */
  allowedOrigin: string;
  /** Requests that it answers with a 503, as if its services were starting. */
  startsAfter: number;
}

/** A stub of the gateway and the stores behind it. */
export async function startApi(owner: Owner): Promise<StoreApi> {
  const items = new Map<string, string>();
  const requests: { line: string; authorization?: string }[] = [];
  const api = { url: "", requests, allowedOrigin: "", startsAfter: 0 };
  const answerOf = async (request: IncomingMessage): Promise<[number, string]> => {
    const { method = "", url = "" } = request;
    const store = stores.find(({ path }) => url.startsWith(`${path}/`));
    if (api.startsAfter > 0) {
      api.startsAfter -= 1;
      return [503, '{"message":"Service Unavailable"}'];
    }
    if (store === undefined) return [404, '{"message":"Not Found"}'];
    if (method === "GET") return [200, items.get(url) ?? "{}"];
    const { authorization = "" } = request.headers;
    if (verified(authorization.replace(/^Bearer /, ""))?.token_use !== "access")
      return [401, '{"message":"Unauthorized"}'];
    const id = decodeURIComponent(url.slice(store.path.length + 1));
    const body = (await text(request)).trim().slice(1, -1).trim();
    const item = `{${body}${body && ","}"${store.idName}":${JSON.stringify(id)}}`;
    items.set(url, item);
    return [200, item];
  };
  api.url = await listen(owner, (request, response) => {
    if (request.headers.origin === api.allowedOrigin) {
      response.setHeader("access-control-allow-origin", api.allowedOrigin);
      response.setHeader("access-control-allow-headers", "authorization, content-type");
      response.setHeader("access-control-allow-methods", "GET, PUT");
    }
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    const { authorization } = request.headers;
    const line = `${String(request.method)} ${String(request.url)}`;
    requests.push({ line, ...(authorization !== undefined && { authorization }) });
    void answerOf(request).then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  return api;
}
