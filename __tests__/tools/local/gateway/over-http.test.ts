import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { listen, type LocalServer } from "../../../../tools/local/balancer/local-server";
import { type Endpoint, HttpForwarder } from "../../../../tools/local/gateway/forwarding";
import { GatewayRouter, type Served } from "../../../../tools/local/gateway/gateway-router";
import { HttpApi } from "../../../../tools/local/gateway/http-api/http-api";
import { readHttpApis } from "../../../../tools/local/gateway/http-api/read-http-api";
import { resourcesOf } from "./fixture-resources";
import { httpApiJson, type FixtureOptions } from "./http-api/http-api-fixture";

type Handler = (message: IncomingMessage, response: ServerResponse) => void;

const cleanUps: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function backend(handler: Handler): Promise<Endpoint & { readonly server: Server }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { host: "127.0.0.1", port, name: `task-${port}`, server };
}

const OPEN = { any: { route_key: "ANY /{proxy+}" } };

async function gateway(endpointOf: () => Endpoint | undefined, options: FixtureOptions = {}) {
  const [definition] = readHttpApis(resourcesOf(httpApiJson({ routes: OPEN, ...options })));
  const forwarder = new HttpForwarder(endpointOf);
  const router = new GatewayRouter();
  const served: Served[] = [];
  const errors: unknown[] = [];
  router.options = {
    onServed: (each) => served.push(each),
    onError: (error) => errors.push(error),
  };
  router.api = new HttpApi(definition!, {
    forward: forwarder.forward,
    keysOf: () => Promise.reject(new Error("no keys here")),
    now: Date.now,
  });
  const server: LocalServer = await listen(router, { port: 0 }, 60);
  cleanUps.push(
    () => server.close(),
    () => {
      forwarder.close();
    },
  );
  return { url: `http://127.0.0.1:${server.port}`, port: server.port, served, errors };
}

const echo: Handler = (message, response) => {
  const chunks: Buffer[] = [];
  message.on("data", (chunk: Buffer) => chunks.push(chunk));
  message.on("end", () => {
    response.setHeader("set-cookie", ["a=1", "b=2"]);
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        method: message.method,
        url: message.url,
        headers: message.headers,
        body: Buffer.concat(chunks).toString("base64"),
      }),
    );
  });
};

describe("an API over the network", () => {
  it("carries method, path, query, headers and bytes to the backend, and the answer back", async () => {
    const task = await backend(echo);
    const { url, served } = await gateway(() => task);
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    const answer = await fetch(`${url}/foods/a%20b?x=1&x=%26`, {
      method: "PUT",
      body,
      headers: { "x-own": "1", "content-type": "application/octet-stream" },
    });
    const echoed = (await answer.json()) as any;
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(echoed).toMatchObject({
      method: "PUT",
      url: "/foods/a%20b?x=1&x=%26",
      headers: { "x-own": "1", "content-length": "3" },
      body: body.toString("base64"),
    });
    expect(served).toMatchObject([{ answer: { status: 200 }, answeredBy: task.name }]);
  });

  it("answers HEAD without a body, and sends none with 204", async () => {
    const task = await backend((message, response) => {
      response
        .writeHead(message.method === "DELETE" ? 204 : 200)
        .end(message.method === "GET" ? "x" : undefined);
    });
    const { url } = await gateway(() => task);
    expect(await (await fetch(`${url}/a`, { method: "HEAD" })).text()).toBe("");
    expect((await fetch(`${url}/a`, { method: "DELETE" })).status).toBe(204);
  });

  it("answers 413 to more than 10 MB, and goes on", async () => {
    const task = await backend(echo);
    const { url } = await gateway(() => task);
    const big = await fetch(`${url}/a`, {
      method: "PUT",
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect(big.status).toBe(413);
    expect((await fetch(`${url}/a`)).status).toBe(200);
  });

  it("answers 503 when a backend is silent for too long, is gone, or hangs up", async () => {
    const silent = await backend(() => undefined);
    const rude = await backend((message) => message.socket.destroy());
    const gone = await backend(echo);
    gone.server.close();
    for (const task of [silent, rude, gone, undefined]) {
      const { url } = await gateway(() => task, { integration: { timeout_milliseconds: 200 } });
      const answer = await fetch(`${url}/a`);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({ message: "Service Unavailable" });
    }
  });

  it("sends a request again when a backend closed the connection that it was to go on", async () => {
    const used = new WeakSet();
    let closed = 0;
    const task = await backend((message, response) => {
      if (used.has(message.socket)) {
        closed += 1;
        message.socket.resetAndDestroy();
      } else {
        used.add(message.socket);
        response.end("ok");
      }
    });
    const { url } = await gateway(() => task);
    for (let index = 0; index < 10; index++) expect((await fetch(`${url}/a`)).status).toBe(200);
    expect(closed).toBeGreaterThan(0);
  });

  it("survives clients that go away in the middle of a body", async () => {
    const task = await backend(echo);
    const { url, port, errors } = await gateway(() => task);
    await new Promise<void>((resolve) => {
      const outgoing = request({
        host: "127.0.0.1",
        port,
        method: "PUT",
        path: "/a",
        headers: { "content-length": "100" },
      });
      outgoing.on("error", () => {
        resolve();
      });
      outgoing.write("half", () => setTimeout(() => outgoing.destroy(new Error("gone")), 50));
    });
    expect((await fetch(`${url}/a`)).status).toBe(200);
    expect(errors).toEqual([]);
  });

  it("answers many requests at once, each with its own", async () => {
    const task = await backend(echo);
    const { url, served } = await gateway(() => task);
    const answers = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const answer = await fetch(`${url}/item/${index}`, { method: "PUT", body: String(index) });
        return (await answer.json()) as any;
      }),
    );
    answers.forEach((answer, index) => {
      expect(answer.url).toBe(`/item/${index}`);
      expect(Buffer.from(answer.body as string, "base64").toString()).toBe(String(index));
    });
    expect(new Set(served.map(({ request: { id } }) => id)).size).toBe(300);
  });

  it("answers 503 as long as nothing is behind it", async () => {
    const server = await listen(new GatewayRouter(), { port: 0 }, 60);
    cleanUps.push(() => server.close());
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(503);
  });
});
