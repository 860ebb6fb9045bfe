import { OpenLoop } from "../generator/open-loop";
import { loadOfPart, type Part } from "../parts/part";
import { pause } from "../pause";
import { reportOf } from "../report/report";
import { ObjectStore } from "./object-store";
import { loadOf, type Order, orderKey, progressKey, resultKey, type TaskProgress } from "./order";

/*
 * The program of a Fargate task: sends one part of a load at the time in its order, and writes its measurements to S3.
 * SIGTERM stops the load immediately; the measurements are still written.
 */

const POLL_MS = 1000;
const PROGRESS_MS = 5000;

const run = required("RUN");
const number = Number(required("PART"));
const store = new ObjectStore({
  region: required("AWS_REGION"),
  bucket: required("RESULT_BUCKET"),
});
const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    stop.abort();
  });
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} must be set.`);
  return value;
}

async function main(): Promise<void> {
  const order = await startedOrder();
  if (order?.startAt === undefined) {
    console.log("Stopped before the start. Nothing was sent.");
    return;
  }
  const timer = setTimeout(
    () => {
      console.log("Stopped by the deadline.");
      stop.abort();
    },
    Date.parse(order.deadline) - Date.now(),
  );
  await pause(Date.parse(order.startAt) - Date.now(), stop.signal);
  if (stop.signal.aborted) return;
  await send(order, { number, of: order.parts });
  clearTimeout(timer);
}

/** Waits until the order has a start time. Undefined if the task is stopped first. */
async function startedOrder(): Promise<Order | undefined> {
  for (;;) {
    const order = await store.get<Order>(orderKey(run));
    if (order === undefined) throw new Error(`There is no order for the run ${run}.`);
    if (order.startAt !== undefined) return order;
    if (Date.now() > Date.parse(order.deadline)) return undefined;
    await pause(POLL_MS, stop.signal);
    if (stop.signal.aborted) return undefined;
  }
}

async function send(order: Order, part: Part): Promise<void> {
  const load = loadOf(order.load);
  const url = new URL(order.url);
  const generator = new OpenLoop({
    ...order.generator,
    url,
    load,
    part,
    signal: stop.signal,
  });
  const startedAt = new Date();
  console.log(`Sending part ${part.number} of ${part.of} to ${url.origin}.`);
  const progress = setInterval(() => {
    // The next write replaces it, so a failure only delays the display.
    store.put(progressKey(run, part.number), progressOf(generator)).catch((error: unknown) => {
      console.error(`The progress was not written: ${String(error)}`);
    });
  }, PROGRESS_MS);
  await generator.run();
  clearInterval(progress);
  const { measurements, receivedBytes, elapsed } = generator;
  const report = reportOf({
    url,
    load: loadOfPart(load, part),
    startedAt,
    seconds: elapsed,
    stopped: stop.signal.aborted,
    receivedBytes,
    measurements,
  });
  await store.put(resultKey(run, part.number), {
    ...report,
    part,
    measurements: measurements.export(),
  });
  console.log(`Sent ${report.offered} requests; ${report.served} were served.`);
}

function progressOf({ measurements, elapsed }: OpenLoop): TaskProgress {
  const { offered, outcomes, failed, inFlight, intervalSeconds } = measurements;
  const last = measurements.intervalAt(Math.max(0, elapsed - intervalSeconds));
  const { served } = outcomes;
  return { second: elapsed, offered, served, failed, inFlight, p95: last?.p95 ?? 0 };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
