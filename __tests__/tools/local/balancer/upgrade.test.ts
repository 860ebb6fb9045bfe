import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { Balancer } from "../../../../tools/local/balancer/balancer";
import { TargetGroup } from "../../../../tools/local/balancer/target-group";
import { Pace } from "../../../../tools/local/pace";
import type { RecordedRequest } from "../../../../tools/local/part";
import type { Action } from "../../../../tools/synthesized/system/listener-action";
import { aTargetGroup } from "./support";

const GROUP = "aws_lb_target_group.group";
const FORWARD: Action = { kind: "forward", targets: [{ targetGroup: GROUP, weight: 1 }] };

let program: Server;
let sawHeaders: NodeJS.Dict<string | string[]>;
let balancer: Balancer;
let group: TargetGroup;
let recorded: RecordedRequest[];

/** Agrees to "echo" and sends back what it gets; refuses everything else with 426. */
beforeEach(async () => {
  program = createServer((_request, response) => response.end());
  program.on("upgrade", (request, socket: Duplex, head: Buffer) => {
    sawHeaders = request.headers;
    if (request.headers.upgrade !== "echo") {
      socket.end("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno");
      return;
    }
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n",
    );
    socket.write(head);
    socket.pipe(socket);
    socket.on("error", () => socket.destroy());
  });
  program.listen(0, "127.0.0.1");
  await once(program, "listening");
});

afterEach(async () => {
  group.close();
  await balancer.close();
  program.closeAllConnections();
  program.close();
});

async function start(action = FORWARD, idleTimeoutSeconds = 60, delay = 60): Promise<void> {
  recorded = [];
  group = new TargetGroup(aTargetGroup({ deregistrationDelaySeconds: delay }), {
    pace: new Pace(1000),
    idleTimeoutSeconds,
  });
  const { port } = program.address() as AddressInfo;
  group.register({ taskId: "one", host: "127.0.0.1", port });
  const listener = { port: 80, protocol: "HTTP", defaultAction: action, rules: [] };
  balancer = new Balancer(
    {
      address: "aws_lb.entry",
      name: "entry",
      kind: "application",
      isInternal: false,
      idleTimeoutSeconds,
      dropsInvalidHeaderFields: true,
      listeners: [{ address: "aws_lb_listener.http", ...listener }],
    },
    {
      targetGroups: new Map([[GROUP, group]]),
      record: (request) => recorded.push(request),
      wantedPort: () => ({ port: 0 }),
    },
  );
  await balancer.start();
}

async function upgrade(protocol = "echo"): Promise<Duplex> {
  const request = httpRequest(balancer.url, {
    headers: { connection: "Upgrade", upgrade: protocol, "sec-websocket-key": "k" },
  });
  request.end();
  const [, socket] = (await once(request, "upgrade")) as [unknown, Duplex];
  return socket;
}

async function echoOf(socket: Duplex, text: string): Promise<string> {
  socket.write(text);
  const [chunk] = (await once(socket, "data")) as [Buffer];
  return chunk.toString();
}

describe("[2026-11 E1] a request for another protocol", () => {
  it("goes to a target with the balancer's headers, and both sides talk", async () => {
    await start();
    const socket = await upgrade();
    expect(await echoOf(socket, "hello")).toBe("hello");
    expect(await echoOf(socket, "again")).toBe("again");
    expect(sawHeaders).toMatchObject({ "x-forwarded-for": "127.0.0.1", "sec-websocket-key": "k" });
    expect(recorded).toMatchObject([{ status: 101, answeredBy: "one" }]);
    socket.destroy();
  });

  it("is in flight until it is over, and drains when its target is deregistered", async () => {
    await start();
    const socket = await upgrade();
    let isDeregistered = false;
    const deregistered = group.deregister("one").then(() => (isDeregistered = true));
    expect(await echoOf(socket, "still here")).toBe("still here");
    expect(isDeregistered).toBe(false);
    socket.end();
    await deregistered;
    expect(group.targets).toEqual([]);
  });

  it("is closed when the deregistration delay is over", async () => {
    await start(FORWARD, 60, 100);
    const socket = await upgrade();
    const closed = once(socket, "close");
    socket.resume();
    await group.deregister("one");
    await closed;
    expect(group.targets).toEqual([]);
  });

  it("is closed when nothing is sent for the idle time-out, and not before", async () => {
    await start(FORWARD, 2);
    const socket = await upgrade();
    const closed = once(socket, "close").then(() => "closed");
    for (let times = 0; times < 4; times += 1) {
      await wait(700);
      expect(await echoOf(socket, "x")).toBe("x");
    }
    socket.resume();
    expect(await closed).toBe("closed");
  });

  it("that the target refuses gets the target's answer", async () => {
    await start();
    const request = httpRequest(balancer.url, {
      headers: { connection: "Upgrade", upgrade: "other" },
    });
    request.end();
    const [reply] = (await once(request, "response")) as [{ statusCode: number }];
    expect(reply.statusCode).toBe(426);
    expect(recorded).toMatchObject([{ status: 426 }]);
  });

  it("gets the balancer's own answer where a rule has one", async () => {
    await start({ kind: "fixed-response", statusCode: 404, contentType: "text/plain", body: "no" });
    const request = httpRequest(balancer.url, {
      headers: { connection: "Upgrade", upgrade: "echo" },
    });
    request.end();
    const [reply] = (await once(request, "response")) as [{ statusCode: number }];
    expect(reply.statusCode).toBe(404);
  });
});
