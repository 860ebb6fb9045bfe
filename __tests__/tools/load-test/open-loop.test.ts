import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type GeneratorOptions, OpenLoop } from "../../../tools/load-test/generator/open-loop";
import type { Load } from "../../../tools/load-test/load/load";

let server: Server;

async function serve(listener: RequestListener): Promise<URL> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path?query=1`);
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const constant = (rate: number, seconds: number): Load => ({
  name: "",
  seconds,
  rateAt: () => rate,
});

async function run(
  url: URL,
  load: Load,
  options: Partial<GeneratorOptions> = {},
): Promise<OpenLoop> {
  const { signal } = new AbortController();
  const loop = new OpenLoop({ url, load, arrivals: "even", signal, ...options });
  await loop.run();
  return loop;
}

test("sends all requests with their method, headers, body and path, and counts what comes back", async () => {
  const seen = new Set<string>();
  const url = await serve((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      seen.add([request.method, request.url, request.headers["x-test"], body].join(" "));
      response.end("hello");
    });
  });
  const { measurements, receivedBytes } = await run(url, constant(50, 1), {
    method: "POST",
    headers: { "x-test": "yes" },
    body: "text",
  });
  expect([...seen]).toEqual(["POST /path?query=1 yes text"]);
  expect(measurements.offered).toBeGreaterThanOrEqual(49);
  expect(measurements.outcomes.served).toBe(measurements.offered);
  expect(measurements.inFlight).toBe(0);
  expect(receivedBytes).toBe(5 * measurements.offered);
});

test("goes on sending while a service stalls, and counts the whole wait of all that arrive meanwhile", async () => {
  const began = Date.now();
  const url = await serve((_, response) => {
    setTimeout(() => void response.end(), Math.max(0, began + 1000 - Date.now()));
  });
  const { measurements } = await run(url, constant(50, 2), { connections: 5 });
  expect(measurements.offered).toBeGreaterThanOrEqual(99);
  expect(measurements.outcomes.served).toBe(measurements.offered);
  // A closed loop of 5 connections would have sent 5 requests in the first second, and seen 95 fast ones later.
  expect(measurements.intervalAt(0)?.offered).toBeGreaterThanOrEqual(49);
  expect(measurements.intervalAt(0)?.p50).toBeGreaterThan(250);
  expect(measurements.latency().p50).toBeLessThan(measurements.intervalAt(0)?.p50 ?? 0);
});

test("distinguishes server errors, client errors, timeouts and refused connections", async () => {
  let requests = 0;
  const url = await serve((_, response) => {
    requests += 1;
    if (requests % 3 === 0) return;
    response.statusCode = requests % 3 === 1 ? 503 : 404;
    response.end();
  });
  const { measurements } = await run(url, constant(30, 1), { timeoutSeconds: 0.3 });
  const { outcomes, offered } = measurements;
  expect(outcomes["server-error"]).toBeGreaterThanOrEqual(9);
  expect(outcomes["client-error"]).toBeGreaterThanOrEqual(9);
  expect(outcomes["timed-out"]).toBeGreaterThanOrEqual(9);
  expect(measurements.failed).toBe(offered);
  const gone = await run(new URL("http://127.0.0.1:9/"), constant(10, 0.5));
  expect(gone.measurements.outcomes["no-connection"]).toBe(gone.measurements.offered);
});

test("counts the wait for a connection in the time limit", async () => {
  const url = await serve(() => undefined);
  const { measurements } = await run(url, constant(20, 0.5), {
    connections: 1,
    timeoutSeconds: 0.2,
  });
  expect(measurements.outcomes["timed-out"]).toBe(measurements.offered);
});

test("stops immediately when aborted, and abandons requests in flight", async () => {
  const url = await serve(() => undefined);
  const stop = new AbortController();
  setTimeout(() => {
    stop.abort();
  }, 300);
  const { measurements } = await run(url, constant(50, 60), { signal: stop.signal });
  // Of 3,000.
  expect(measurements.offered).toBeLessThan(500);
  expect(measurements.outcomes.aborted).toBe(measurements.offered);
});
