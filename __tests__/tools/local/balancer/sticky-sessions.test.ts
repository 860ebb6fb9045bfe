import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Balancer } from "../../../../tools/local/balancer/balancer";
import { TargetGroup } from "../../../../tools/local/balancer/target-group";
import { Pace } from "../../../../tools/local/pace";
import type { StickinessModel } from "../../../../tools/synthesized/system/target-group";
import { anEntry, aTargetGroup } from "./support";

const GROUP = "aws_lb_target_group.group";
const servers: Server[] = [];
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  for (const server of servers.splice(0)) server.close();
});

/** A balancer before two programs, each of which answers with its name, and sets a cookie at /log-in. */
async function between(stickiness?: StickinessModel) {
  const group = new TargetGroup(aTargetGroup({ ...(stickiness && { stickiness }) }), {
    pace: new Pace(1000),
    idleTimeoutSeconds: 60,
  });
  for (const taskId of ["one", "two"]) {
    const server = createServer((request, response) => {
      if (request.url === "/log-in") response.setHeader("Set-Cookie", "session=1");
      response.end(taskId);
    });
    servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    group.register({ taskId, host: "127.0.0.1", port: (server.address() as AddressInfo).port });
  }
  while (!group.targets.every(({ health }) => health.state === "healthy")) await wait(5);
  const balancer = new Balancer(
    anEntry({ kind: "forward", targets: [{ targetGroup: GROUP, weight: 1 }] }),
    {
      targetGroups: new Map([[GROUP, group]]),
      record: () => undefined,
      wantedPort: () => ({ port: 0 }),
    },
  );
  await balancer.start();
  closing.push(
    () => balancer.close(),
    () => {
      group.close();
    },
  );
  return { url: balancer.url, group };
}

/** A client that keeps cookies. */
function aClient(url: string) {
  const cookies = new Map<string, string>();
  return {
    cookies,
    get: async (path = "/") => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(`${url}${path}`, { headers: { cookie } });
      for (const set of answer.headers.getSetCookie()) {
        const [name = "", value = ""] = set.split(";")[0]!.split("=");
        cookies.set(name, value);
      }
      return answer.text();
    },
  };
}

const several = async (client: ReturnType<typeof aClient>) => [
  await client.get(),
  await client.get(),
  await client.get(),
];

test("without stickiness, the requests of a client go to each target in turn", async () => {
  const { url } = await between();
  const client = aClient(url);
  expect(new Set(await several(client)).size).toBe(2);
  expect(client.cookies.size).toBe(0);
});

test("a client keeps its target by a cookie of the balancer, and another one gets the other target", async () => {
  const { url } = await between({ durationSeconds: 86_400 });
  const [ann, bob] = [aClient(url), aClient(url)];
  const first = await ann.get();
  expect(await bob.get()).not.toBe(first);
  expect(await several(ann)).toEqual([first, first, first]);
  expect([...ann.cookies.keys()]).toEqual(["AWSALB"]);
});

test("a client gets another target when its own is gone, and keeps that one", async () => {
  const { url, group } = await between({ durationSeconds: 86_400 });
  const client = aClient(url);
  const first = await client.get();
  group.forget(first);
  const other = first === "one" ? "two" : "one";
  expect(await several(client)).toEqual([other, other, other]);
});

test("a session ends without requests", async () => {
  // 20 ms at this pace.
  const { url } = await between({ durationSeconds: 20 });
  const client = aClient(url);
  const seen = new Set([await client.get()]);
  await wait(50);
  seen.add(await client.get());
  expect(seen.size).toBe(2);
});

test("a session starts with the program's cookie where it is told to", async () => {
  const { url } = await between({ durationSeconds: 86_400, cookieName: "session" });
  const client = aClient(url);
  expect(new Set(await several(client)).size).toBe(2);
  expect(client.cookies.size).toBe(0);
  const first = await client.get("/log-in");
  expect(await several(client)).toEqual([first, first, first]);
  expect([...client.cookies.keys()].sort()).toEqual(["AWSALBAPP-0", "session"]);
});
