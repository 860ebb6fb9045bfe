/**
 * A service that uses 4 ms of CPU time per request on average, exponentially distributed, or always the same with
 * CONSTANT=1. It measures CPU time, so that other programs on the machine do not make a request cheaper.
 */
const { createServer } = require("node:http");

const MEAN_MS = 4;

function compute(milliseconds) {
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if (user + system >= 1000 * milliseconds) return;
  }
}

createServer((request, response) => {
  if (request.url !== "/")
    compute(process.env.CONSTANT === "1" ? MEAN_MS : -MEAN_MS * Math.log(1 - Math.random()));
  response.end("done\n");
}).listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
