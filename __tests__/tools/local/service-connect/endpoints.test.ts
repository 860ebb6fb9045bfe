import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Endpoints } from "../../../../tools/local/service-connect/endpoints";
import type { ServiceModel } from "../../../../tools/synthesized/system/ecs-service";

const servers: Server[] = [];
const said: string[] = [];
let endpoints: Endpoints | undefined;

afterEach(async () => {
  await endpoints?.close();
  for (const server of servers.splice(0)) server.close();
  said.length = 0;
});

/** The port of a server that answers with its name. */
async function answering(name: string): Promise<number> {
  const server = createServer((_, response) => response.end(name));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const service = (name: string, namespace: string, host?: string) =>
  ({
    name,
    connect: {
      namespace,
      endpoints:
        host === undefined
          ? []
          : [{ host, port: 80, containerPort: 8080, isEncrypted: true, hasTimeouts: false }],
    },
  }) as unknown as ServiceModel;

const call = async (port: number) =>
  (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } })).text();

test("takes connections to the tasks of a service in turn, for those of its namespace", async () => {
  const ports = [await answering("one"), await answering("two")];
  const [speaker, talk, other] = [
    service("speaker", "a", "speaker"),
    service("talk", "a"),
    service("other", "b"),
  ];
  endpoints = await Endpoints.open({
    services: [speaker, talk, other],
    tasksOf: (of, containerPort) =>
      of === speaker && containerPort === 8080
        ? ports.map((port) => ({ taskId: "", host: "127.0.0.1", port }))
        : [],
    say: (line) => said.push(line),
  });
  const port = endpoints.hostsOf(talk).get("speaker")?.get(80) ?? 0;
  expect([await call(port), await call(port), await call(port)]).toEqual(["one", "two", "one"]);
  expect([...endpoints.hostsOf(other)]).toEqual([]);
  expect(said).toEqual([
    "speaker: other services reach it at speaker:80 in their variables, without its encryption",
  ]);
});

test("closes a connection to a service without a healthy task", async () => {
  const speaker = service("speaker", "a", "speaker");
  endpoints = await Endpoints.open({
    services: [speaker],
    tasksOf: () => [],
    say: () => undefined,
  });
  await expect(call(endpoints.hostsOf(speaker).get("speaker")?.get(80) ?? 0)).rejects.toThrow();
});
