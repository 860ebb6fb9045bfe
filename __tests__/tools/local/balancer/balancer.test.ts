import { once } from "node:events";
import {
  Agent,
  createServer,
  request as httpRequest,
  type RequestListener,
  type Server,
} from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { Balancer } from "../../../../tools/local/balancer/balancer";
import { listen } from "../../../../tools/local/balancer/local-server";
import { TargetGroup } from "../../../../tools/local/balancer/target-group";
import { Pace } from "../../../../tools/local/pace";
import type { RecordedRequest } from "../../../../tools/local/part";
import type { Action } from "../../../../tools/synthesized/system/listener-action";
import type { BalancerModel } from "../../../../tools/synthesized/system/load-balancer";
import { anEntry, aTargetGroup, CHECK } from "./support";

const GROUP = "aws_lb_target_group.group";
const FORWARD: Action = { kind: "forward", targets: [{ targetGroup: GROUP, weight: 1 }] };

const servers: Server[] = [];
const closing: (() => Promise<void> | void)[] = [];
let recorded: RecordedRequest[] = [];

beforeEach(() => {
  recorded = [];
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function aProgram(answer: RequestListener): Promise<number> {
  const server = createServer((request, response) => {
    if (request.url === "/health") response.end();
    else answer(request, response);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function aGroup(model: Parameters<typeof aTargetGroup>[0] = {}, speed = 1000): TargetGroup {
  const group = new TargetGroup(aTargetGroup(model), {
    pace: new Pace(speed),
    idleTimeoutSeconds: 60,
  });
  closing.push(() => {
    group.close();
  });
  return group;
}

async function aBalancer(
  action: Action,
  group = aGroup(),
  model: Partial<BalancerModel> = {},
): Promise<Balancer> {
  const balancer = new Balancer(
    { ...anEntry(action), ...model },
    {
      targetGroups: new Map([[GROUP, group]]),
      record: (request) => recorded.push(request),
      wantedPort: () => ({ port: 0 }),
    },
  );
  await balancer.start();
  closing.push(() => balancer.close());
  return balancer;
}

async function healthy(group: TargetGroup, count: number): Promise<void> {
  await until(
    () => group.targets.filter(({ health }) => health.state === "healthy").length === count,
  );
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5);
}

/** What comes back over a connection of its own for these bytes. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

describe("a balancer", () => {
  it("hands requests and answers on whole, with their bodies and headers", async () => {
    const port = await aProgram((request, response) => {
      void text(request).then((body) => {
        response.setHeader("Set-Cookie", ["a=1", "b=2"]);
        response.statusCode = 201;
        response.end(
          JSON.stringify({
            method: request.method,
            url: request.url,
            headers: request.headers,
            body,
          }),
        );
      });
    });
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    const answer = await fetch(`${url}/a?b=c`, {
      method: "PUT",
      body: "content",
      headers: { "X-Own": "1" },
    });
    const seen = (await answer.json()) as any;
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(seen).toMatchObject({ method: "PUT", url: "/a?b=c", body: "content" });
    expect(seen.headers).toMatchObject({
      "x-own": "1",
      host: new URL(url).host,
      "content-length": "7",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-port": "80",
    });
    expect(seen.headers["x-amzn-trace-id"]).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    await until(() => recorded.length === 1);
    expect(recorded[0]).toMatchObject({ path: "/a", status: 201, answeredBy: "one" });
  });

  it("passes bodies on as they come, both ways", async () => {
    const port = await aProgram((request, response) => {
      response.flushHeaders();
      request.on("data", (chunk: Buffer) => response.write(chunk.toString().toUpperCase()));
      request.on("end", () => response.end());
    });
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    const question = httpRequest(url, { method: "POST" });
    question.write("first");
    const [answer] = await once(question, "response");
    const [first] = await once(answer, "data");
    expect(String(first)).toBe("FIRST");
    question.end("second");
    expect(await text(answer)).toBe("SECOND");
  });

  it.each(["GET", "HEAD", "DELETE", "OPTIONS", "POST"])(
    "passes a %s without a body",
    async (method) => {
      const port = await aProgram((request, response) => {
        response.setHeader(
          "X-Framing",
          `${String(request.headers["content-length"])} ${String(request.headers["transfer-encoding"])}`,
        );
        response.end("x");
      });
      const group = aGroup();
      group.register({ taskId: "one", host: "127.0.0.1", port });
      const { url } = await aBalancer(FORWARD, group);
      const answer = await fetch(url, { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("x-framing")).toBe(
        method === "POST" ? "0 undefined" : "undefined undefined",
      );
    },
  );

  it("answers 503 when the group has no target", async () => {
    const { url } = await aBalancer(FORWARD);
    const answer = await fetch(url);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("server")).toBe("awselb/2.0");
    expect(await answer.text()).toContain("503 Service Unavailable");
  });

  it("answers 502 when the target breaks off, and sends nothing twice", async () => {
    let received = 0;
    const port = await aProgram((request) => {
      received += 1;
      request.socket.destroy();
    });
    const group = aGroup();
    for (const taskId of ["one", "two"]) group.register({ taskId, host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    expect((await fetch(url)).status).toBe(502);
    expect(received).toBe(1);
  });

  it("answers 502 when nobody listens", async () => {
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port: 9 });
    expect((await fetch((await aBalancer(FORWARD, group)).url)).status).toBe(502);
  });

  it("answers 504 when the target is silent for the idle time-out", async () => {
    const port = await aProgram(() => undefined);
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group, { idleTimeoutSeconds: 0.2 });
    expect((await fetch(url)).status).toBe(504);
  });

  it("breaks off an answer that breaks off", async () => {
    const port = await aProgram((request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => request.socket.destroy());
    });
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
    await until(() => recorded.length === 1);
    expect(recorded[0]!.status).toBe(460);
  });

  it("lets the target know when the client goes", async () => {
    let isGone = false;
    const port = await aProgram((_request, response) => {
      response.once("close", () => (isGone = true));
    });
    const group = aGroup();
    const target = group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    await expect(fetch(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await until(() => isGone && target.outstandingRequests === 0);
  });

  it("answers by itself where the rule says what", async () => {
    const { url } = await aBalancer({
      kind: "fixed-response",
      statusCode: 404,
      contentType: "application/json",
      body: '{"message":"no"}',
    });
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      404,
      "application/json",
      '{"message":"no"}',
    ]);
  });

  it("redirects to where its other listener is on this machine", async () => {
    const listener = { defaultAction: FORWARD, rules: [] };
    const balancer = await aBalancer(FORWARD, aGroup(), {
      listeners: [
        {
          ...listener,
          address: "aws_lb_listener.http",
          port: 80,
          protocol: "HTTP",
          defaultAction: {
            kind: "redirect",
            statusCode: 301,
            protocol: "HTTPS",
            host: "#{host}",
            port: "443",
            path: "/#{path}",
            query: "#{query}",
          },
        },
        { ...listener, address: "aws_lb_listener.https", port: 443, protocol: "HTTPS" },
      ],
    });
    const answer = await fetch(`${balancer.url}/a?b=c`, { redirect: "manual" });
    expect(answer.status).toBe(301);
    expect(answer.headers.get("location")).toBe(`${balancer.endpoints[1]!.url}/a?b=c`);
  });

  it.each([
    ["two lengths", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["different lengths", "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"],
    [
      "a coding that is not chunked at last",
      "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    ],
    ["a space before the colon", "Content-Length : 4\r\n\r\nabcd"],
    ["a folded line", "X-A: 1\r\n b\r\nContent-Length: 0\r\n\r\n"],
  ])("refuses a request with %s, which targets could read in two ways", async (_what, rest) => {
    let received = 0;
    const port = await aProgram((_request, response) => {
      received += 1;
      response.end();
    });
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    expect(await raw(url, `POST / HTTP/1.1\r\nHost: a\r\n${rest}`)).toMatch(/^HTTP\/1.1 400 /);
    expect(received).toBe(0);
  });

  it("[2026-11 E9] takes HTTP/1.0 without a host, and names its own to the target", async () => {
    const port = await aProgram((request, response) => response.end(request.headers.host));
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    expect(await raw(url, "GET / HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1.1 200 .*\r\n\r\nentry$/s);
  });

  it("refuses HTTP/1.1 without a host", async () => {
    const { url } = await aBalancer(FORWARD);
    expect(await raw(url, "GET / HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
  });

  it("breaks the connection when a target's answer is cut off, so that it does not look whole", async () => {
    const port = await aProgram((_request, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("half ");
      setTimeout(() => response.destroy(), 50);
    });
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    const answer = await fetch(url);
    await expect(answer.text()).rejects.toThrow();
    await until(() => recorded.length === 1);
    expect(recorded).toMatchObject([{ status: 460 }]);
  });

  it("breaks an answer in chunks that its target does not end, too", async () => {
    const port = await aProgram((_request, response) => {
      response.write("half ");
      setTimeout(() => response.destroy(), 50);
    });
    const group = aGroup();
    group.register({ taskId: "one", host: "127.0.0.1", port });
    const { url } = await aBalancer(FORWARD, group);
    const answer = await raw(url, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(answer).toContain("half ");
    expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
  });

  it("[2026-11 E4] says which port it uses when the usual one is taken, and refuses another than asked for", async () => {
    const taken = await aProgram((_request, response) => response.end());
    const said: string[] = [];
    const router = { handle: () => undefined };
    const server = await listen(router, { port: taken, say: (line) => said.push(line) }, 60);
    closing.push(() => server.close());
    expect(said).toEqual([`Port ${taken} is taken: using ${server.port}.`]);
    await expect(listen(router, { port: taken, isAsked: true }, 60)).rejects.toThrow(
      `--port ${taken} is taken by another program.`,
    );
  });

  it("keeps connections to client and target for the next request", async () => {
    const sockets = new Set<unknown>();
    const port = await aProgram((request, response) => {
      sockets.add(request.socket);
      response.end("x");
    });
    const group = aGroup({ healthCheck: { ...CHECK, intervalSeconds: 1e6 } });
    group.register({ taskId: "one", host: "127.0.0.1", port });
    await healthy(group, 1);
    const { url } = await aBalancer(FORWARD, group);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    closing.push(() => {
      agent.destroy();
    });
    const ports = new Set<number>();
    for (let count = 0; count < 3; count += 1) {
      const question = httpRequest(url, { agent }).end();
      const [answer] = await once(question, "response");
      ports.add(question.socket!.localPort!);
      expect(await text(answer)).toBe("x");
    }
    expect(ports.size).toBe(1);
    expect(sockets.size).toBe(1);
  });
});

describe("a target group", () => {
  it("takes a failing target out, and brings it back when it is well again", async () => {
    let isWell = true;
    const server = createServer((request, response) => {
      response.statusCode = request.url === "/health" && !isWell ? 500 : 200;
      response.end("ill");
    });
    servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const well = await aProgram((_request, response) => response.end("well"));
    const group = aGroup();
    group.register({
      taskId: "ill",
      host: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
    });
    group.register({ taskId: "well", host: "127.0.0.1", port: well });
    await healthy(group, 2);
    const { url } = await aBalancer(FORWARD, group);
    const answers = async (): Promise<Set<string>> =>
      new Set(await Promise.all(Array.from({ length: 10 }, async () => (await fetch(url)).text())));
    expect(await answers()).toEqual(new Set(["ill", "well"]));
    isWell = false;
    await healthy(group, 1);
    expect(group.targets[0]!.lastProblem).toBe("status 500, not 200");
    expect(await answers()).toEqual(new Set(["well"]));
    isWell = true;
    await healthy(group, 2);
    expect(await answers()).toEqual(new Set(["ill", "well"]));
  });

  it("drains: no new requests, those in flight to their end", async () => {
    let answer: (() => void) | undefined;
    const slow = await aProgram((_request, response) => {
      answer = () => response.end("slow");
    });
    const group = aGroup({}, 1);
    group.register({ taskId: "slow", host: "127.0.0.1", port: slow });
    await healthy(group, 1);
    const { url } = await aBalancer(FORWARD, group);
    const inFlight = fetch(url);
    await until(() => answer !== undefined);
    const drained = group.deregister("slow");
    expect((await fetch(url)).status).toBe(503);
    answer!();
    await drained;
    expect(await (await inFlight).text()).toBe("slow");
    expect(group.targets).toEqual([]);
  });

  it("waits for requests in flight no longer than the deregistration delay", async () => {
    const port = await aProgram(() => undefined);
    const group = aGroup({ deregistrationDelaySeconds: 100 });
    group.register({ taskId: "silent", host: "127.0.0.1", port });
    await healthy(group, 1);
    const { url } = await aBalancer(FORWARD, group);
    const lost = fetch(url);
    await until(() => group.targets[0]!.outstandingRequests === 1);
    await group.deregister("silent");
    expect((await lost).status).toBe(502);
  });
});
