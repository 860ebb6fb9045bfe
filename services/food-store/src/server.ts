import { fastify, type FastifyInstance, type FastifyReply } from "fastify";
import { answerError, answerNotFound } from "./errors";
import { writeItem, type Item } from "./item";
import { checkId, withId } from "./item-id";
import { ItemTable } from "./item-table";
import { addBodyParsers, itemOf, maxBodyBytes } from "./json-body";
import { RequestLog } from "./request-log";
import { SettingsError, type Settings } from "./settings";
import { store } from "./store";

/** The program's answers; it listens to nothing yet. */
export function createServer(settings: Settings): FastifyInstance {
  const keepAliveTimeoutMs = settings.keepAliveTimeoutSeconds * 1000;
  // Longer than the keep-alive time-out, or else Node may close a connection on which a request is arriving.
  const requestTimeoutMs = keepAliveTimeoutMs + 5_000;
  const requestLog = new RequestLog();
  const server = fastify({
    logger: {
      level: settings.logLevel,
      // The process number is 1 in every container, and the log stream already names the task.
      base: null,
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    logController: requestLog,
    childLoggerFactory: (logger) => logger,
    bodyLimit: maxBodyBytes,
    // An id that is too long gets an answer that says so, and not the 404 of a path that fits no route.
    routerOptions: { maxParamLength: 65_536 },
    keepAliveTimeout: keepAliveTimeoutMs,
    requestTimeout: requestTimeoutMs,
    // Node refuses time for the headers that is longer than the time for the whole request.
    http: { headersTimeout: requestTimeoutMs, requestTimeout: requestTimeoutMs },
    // A request that arrives while the program stops is answered: nobody else will answer it.
    return503OnClosing: false,
    // A path that isn't even a valid one. Fastify logs nothing of its own accord here.
    frameworkErrors: (_error, request, reply) => {
      answerNotFound(request, reply);
      requestLog.requestCompleted(null, request, reply);
    },
  });

  addBodyParsers(server);
  addItemRoutes(server, new ItemTable(settings.tableName, store.idName));
  server.get("/health", () => ({ status: "ok" }));
  server.setNotFoundHandler(answerNotFound);
  server.setErrorHandler(answerError);
  return server;
}

interface ItemRequest {
  readonly Params: { readonly id: string };
  readonly Body: Buffer | undefined;
}

function addItemRoutes(server: FastifyInstance, table: ItemTable): void {
  // With the pattern, a path that ends in a slash has no id and is not found.
  const path = `${store.path}/:id([^]+)`;
  server.get<ItemRequest>(path, async ({ params }, reply) => {
    const item = await table.get(checkId(params.id));
    return answerItem(reply, item ?? {});
  });
  server.put<ItemRequest>(path, async ({ params, body }, reply) => {
    const item = withId(itemOf(body), checkId(params.id));
    await table.put(item);
    return answerItem(reply, item);
  });
  server.addHook("onReady", async () => {
    await table.checkRegion().catch(() => {
      throw new SettingsError(["AWS_REGION must name the region of the table, and is not set."]);
    });
  });
  server.addHook("onClose", (_server, done) => {
    table.close();
    done();
  });
}

function answerItem(reply: FastifyReply, item: Item): string {
  reply.header("cache-control", "no-store").type("application/json");
  return writeItem(item);
}
