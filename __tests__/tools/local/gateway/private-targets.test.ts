import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Endpoint } from "../../../../tools/local/gateway/forwarding";
import { PrivateTargets } from "../../../../tools/local/gateway/private-targets";
import type { RunningSystem, TaskEndpoint } from "../../../../tools/local/part";
import { resourcesOf } from "./fixture-resources";

const task = (port: number): TaskEndpoint => ({ taskId: `task-${port}`, host: "127.0.0.1", port });

function systemWith(tasks: () => readonly TaskEndpoint[]): RunningSystem {
  return {
    evaluated: resourcesOf({
      aws_ecs_service: {
        foods: {
          service_registries: {
            registry_arn: "${aws_service_discovery_service.foods.arn}",
            port: 8080,
          },
        },
        pets: {
          service_registries: [{ registry_arn: "${aws_service_discovery_service.pets.arn}" }],
        },
        other: {},
      },
      aws_lb_listener: { http: { port: 80 }, admin: { port: 8080 } },
    }),
    services: new Map([["aws_ecs_service.foods", { healthyTasks: tasks }]]),
    balancers: new Map([
      [
        "aws_lb.inner",
        {
          url: "http://127.0.0.1:1",
          listeners: new Map(
            ["http", "admin"].map((name) => [
              `aws_lb_listener.${name}`,
              {
                handle: (_: unknown, response: { end: (text: string) => void }) => {
                  response.end(name);
                },
              },
            ]),
          ),
        },
      ],
    ]),
  } as unknown as RunningSystem;
}

let targets: PrivateTargets | undefined;

async function targetsOf(tasks: () => readonly TaskEndpoint[] = () => []): Promise<PrivateTargets> {
  return (targets = await PrivateTargets.of(systemWith(tasks)));
}

afterEach(async () => {
  await targets?.close();
  targets = undefined;
});

async function answerOf(endpoint: Endpoint | undefined): Promise<string> {
  return (await fetch(`http://127.0.0.1:${endpoint!.port}/`)).text();
}

describe("what a VPC link reaches", () => {
  const foods = {
    kind: "cloud-map-service",
    arn: "aws_service_discovery_service.foods.arn",
  } as const;

  it("is each healthy task of a Cloud Map service in turn", async () => {
    const { endpointOf } = await targetsOf(() => [task(1), task(2), task(3)]);
    expect([1, 2, 3, 4].map(() => endpointOf(foods)?.port)).toEqual([1, 2, 3, 1]);
  });

  it("follows tasks that come and go, down to none", async () => {
    let tasks = [task(1), task(2)];
    const { endpointOf } = await targetsOf(() => tasks);
    endpointOf(foods);
    tasks = [task(7)];
    expect(endpointOf(foods)?.port).toBe(7);
    tasks = [];
    expect(endpointOf(foods)).toBeUndefined();
  });

  it("is nothing where no service registers", async () => {
    const { endpointOf } = await targetsOf();
    expect(endpointOf({ ...foods, arn: "aws_service_discovery_service.pets.arn" })).toBeUndefined();
    expect(endpointOf({ ...foods, arn: "aws_service_discovery_service.none.arn" })).toBeUndefined();
  });

  it("is a listener", async () => {
    const { endpointOf } = await targetsOf();
    const endpoint = endpointOf({ kind: "listener", arn: "aws_lb_listener.admin.arn" });
    expect(await answerOf(endpoint)).toBe("admin");
    expect(endpointOf({ kind: "listener", arn: "aws_lb_listener.none.arn" })).toBeUndefined();
  });

  it("is the listener of a balancer on the integration's port, or else its first", async () => {
    const { endpointOf } = await targetsOf();
    const inner = { kind: "load-balancer", arn: "aws_lb.inner.arn" } as const;
    expect(await answerOf(endpointOf({ ...inner, port: 8080 }))).toBe("admin");
    expect(await answerOf(endpointOf({ ...inner, port: 80 }))).toBe("http");
    expect(await answerOf(endpointOf({ ...inner, port: 9999 }))).toBe("http");
    expect(endpointOf({ ...inner, arn: "aws_lb.none.arn", port: 80 })).toBeUndefined();
  });

  it("leaves no port open", async () => {
    const { endpointOf } = await targetsOf();
    const endpoint = endpointOf({ kind: "listener", arn: "aws_lb_listener.http.arn" });
    await targets?.close();
    const server = createServer().listen(endpoint!.port, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    expect((server.address() as AddressInfo).port).toBe(endpoint!.port);
    server.close();
  });
});
