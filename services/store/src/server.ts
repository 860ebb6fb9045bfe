import { RequestError } from "@services/kit/request-error";
import { createServer } from "@services/kit/server";
import { SettingsError } from "@services/kit/settings";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { writeItem, type Item } from "./item";
import { checkId, withId } from "./item-id";
import { ItemTable } from "./item-table";
import { addBodyParsers, itemOf } from "./json-body";
import type { StoreSettings } from "./settings";

/** A larger body gets a 413. */
const bodyLimit = 100 * 1024;

export function createStore(settings: StoreSettings): FastifyInstance {
  const server = createServer(settings, {
    answerNotFound,
    // An ID that is too long gets a message that says so, not the 404 of an unknown path.
    fastify: { bodyLimit, routerOptions: { maxParamLength: 65_536 } },
  });
  addBodyParsers(server);
  addItemRoutes(server, settings);
  server.get("/health", () => ({ status: "ok" }));
  return server;
}

function answerNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(404).send({ message: "Not found" });
}

interface ItemRequest {
  readonly Params: { readonly id: string };
  readonly Body: Buffer | undefined;
}

function addItemRoutes(server: FastifyInstance, settings: StoreSettings): void {
  const idName = settings.STORE_ID_NAME;
  const table = new ItemTable(settings.DynamoDBTable, idName);
  // The pattern makes a path with a trailing slash, which has no ID, a 404.
  const path = `${settings.STORE_PATH}/:id([^]+)`;
  server.get<ItemRequest>(path, async ({ params }, reply) => {
    const item = await table.get(checkId(params.id)).catch(tellUnavailable);
    return answerItem(reply, item ?? {});
  });
  server.put<ItemRequest>(path, async ({ params, body }, reply) => {
    const item = withId(itemOf(body), idName, checkId(params.id));
    await table.put(item).catch(tellUnavailable);
    return answerItem(reply, item);
  });
  server.addHook("onReady", async () => {
    await table.checkRegion().catch(() => {
      throw new SettingsError(["AWS_REGION must be set, to the region of the table."]);
    });
  });
  server.addHook("onClose", (_server, done) => {
    table.close();
    done();
  });
}

/** DynamoDB's message names the account, the role and the table, so it is only logged. A GET or PUT can be repeated. */
function tellUnavailable(cause: unknown): never {
  const message = "The items are not available at the moment. Try again.";
  throw new RequestError(503, message, { retryAfterSeconds: 1, cause });
}

function answerItem(reply: FastifyReply, item: Item): string {
  reply.header("cache-control", "no-store").type("application/json");
  return writeItem(item);
}
