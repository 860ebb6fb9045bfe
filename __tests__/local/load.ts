import autocannon from "autocannon";

export interface Load {
  readonly connections: number;
  /** So far. */
  readonly sent: () => number;
  /** @returns what it measured, once the last answers are in */
  readonly stop: () => Promise<LoadResult>;
}

export interface LoadResult {
  readonly requests: number;
  /** Answers by their status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Broken connections and silence. */
  readonly errors: number;
}

/** Load from autocannon: each connection sends its next request when the answer to the former is in. */
export function load(url: string, connections = 10): Load {
  const statuses: Record<string, number> = {};
  let requests = 0;
  let errors = 0;
  const instance = autocannon({ url, connections, duration: 600, timeout: 20 }, () => undefined);
  instance.on("response", (_client, status) => {
    requests += 1;
    statuses[String(status)] = (statuses[String(status)] ?? 0) + 1;
  });
  instance.on("reqError", () => (errors += 1));
  const ended = new Promise<void>((resolve) =>
    instance.on("done", () => {
      resolve();
    }),
  );
  return {
    connections,
    sent: () => requests,
    stop: async () => {
      instance.stop();
      await ended;
      return { requests, statuses, errors };
    },
  };
}
