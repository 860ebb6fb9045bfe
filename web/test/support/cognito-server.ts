import { text } from "node:stream/consumers";
import { listen } from "./listen";
import type { Owner } from "./owner";
import { CognitoError, type UserPool } from "./user-pool";

export interface CognitoServer {
  readonly url: string;
  /** All requests so far. */
  readonly requests: readonly { readonly action: string; readonly body: string }[];
}

/** Serves the user pool as a Cognito endpoint. */
export async function startCognito(owner: Owner, pool: UserPool): Promise<CognitoServer> {
  const requests: { action: string; body: string }[] = [];
  const url = await listen(owner, (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    response.setHeader("access-control-expose-headers", "*");
    if (request.method === "OPTIONS") {
      response.end();
      return;
    }
    const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    void text(request).then((body) => {
      requests.push({ action, body });
      response.setHeader("content-type", "application/x-amz-json-1.1");
      try {
        const act = pool.actions[action];
        if (act === undefined) throw new CognitoError("UnknownOperationException", action);
        response.end(JSON.stringify(act(JSON.parse(body) as never)));
      } catch (error) {
        const { name, message } = error as CognitoError;
        response.statusCode = 400;
        response.setHeader("x-amzn-errortype", name);
        response.end(JSON.stringify({ __type: name, message }));
      }
    });
  });
  return { url, requests };
}
