import { setTimeout as delay } from "node:timers/promises";
import { serve } from "../../src/lifecycle";
import { createServer } from "../../src/server";
import { readSettings } from "../../src/settings";

/** The program with one answer more, which takes its time: the only way to be inside a handler when a signal comes. */
const settings = readSettings(process.env);
const server = createServer(settings);
server.get("/slow", async (request) => {
  request.server.log.info("slow answer begun");
  await delay(1_000);
  return "slow answer\n";
});
server.get("/fail", (request) => {
  setImmediate(() => {
    throw new Error("an error that nobody caught");
  });
  return request.id;
});
void serve(server, settings);
