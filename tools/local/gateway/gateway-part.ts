import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { listen, type LocalServer } from "../balancer/local-server";
import type { OpenedPart, PartContext, PreparedPart, RunningSystem, SystemPart } from "../part";
import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import type { Api } from "./http-message";
import {
  HTTP_API,
  nameLocally,
  ownNames,
  REST_API,
  stagePath,
  urlAttributes,
  withLocalAddresses,
} from "./local-names";
import { emulatorOf } from "./aws/emulated-aws-part";
import { HttpForwarder } from "./forwarding";
import { GatewayRouter } from "./gateway-router";
import { HttpApi } from "./http-api/http-api";
import { readHttpApis } from "./http-api/read-http-api";
import { keysFrom } from "./token-check";
import { PrivateTargets } from "./private-targets";
import { readRestApis } from "./rest-api/read-rest-api";
import { RestApi } from "./rest-api/rest-api";

const PREFERRED_PORT = 8090;
const IDLE_SECONDS = 60;

interface Door {
  readonly router: GatewayRouter;
  readonly server: LocalServer;
}

/** Ports that are reserved before their APIs start, by API, for each run. */
const doorsOfRuns = new Map<string, ReadonlyMap<string, Door>>();

/** Runs the APIs of API Gateway in front of a system. */
export const gatewayPart: SystemPart = {
  name: "API Gateway",
  isIn: (evaluated) => apisOf(evaluated).length > 0,
  prepare,
  open,
};

function apisOf(evaluated: EvaluatedStack): readonly string[] {
  return [HTTP_API, REST_API].flatMap((type) =>
    evaluated.resources(type).map(({ address }) => address),
  );
}

/** Reserves a port for each API, because expressions refer to its address. */
async function prepare({ stack, evaluated, workFolder }: PartContext): Promise<PreparedPart> {
  const doors = new Map<string, Door>();
  for (const address of apisOf(evaluated)) {
    const router = new GatewayRouter();
    const server = await listen(router, { port: PREFERRED_PORT }, IDLE_SECONDS);
    doors.set(address, { router, server });
  }
  doorsOfRuns.set(workFolder, doors);
  const urls = new Map([...doors].map(([address, door]) => [address, urlOf(door)]));
  for (const { address, local } of ownNames(evaluated, urls)) nameLocally(stack, address, local);
  return {
    attributes: urlAttributes(evaluated, urls),
    // This gateway learns of a stopping task immediately and caches no address, so a task need not drain for it.
    environment: { DRAIN_SECONDS: "0" },
    close: async () => {
      doorsOfRuns.delete(workFolder);
      await Promise.all([...doors.values()].map(({ server }) => server.close()));
    },
  };
}

async function open(system: RunningSystem): Promise<OpenedPart> {
  const doors = doorsOfRuns.get(system.workFolder) ?? new Map<string, Door>();
  const targets = await PrivateTargets.of(system);
  const forwarder = new HttpForwarder(targets.endpointOf);
  const resources = withLocalAddresses(system.evaluated, system.stack);
  const options = {
    forward: forwarder.forward,
    keysOf: keysFrom(emulatorOf(system.stack)),
    now: Date.now,
  };
  const endpoints: { name: string; url: string }[] = [];
  const connect = (address: string, name: string, stages: readonly string[], api: Api): void => {
    const door = doors.get(address);
    if (door === undefined) return;
    door.router.options = {
      onServed: ({ request, answer, answeredBy, milliseconds }) => {
        // The load balancer has already listed this request with the task that answered.
        if (answeredBy?.startsWith("aws_lb_listener.")) return;
        const { method, path, receivedAt } = request;
        const time = new Date(receivedAt);
        const by = answeredBy ?? name;
        system.record({ time, method, path, status: answer.status, milliseconds, answeredBy: by });
      },
      onAccessLogLine: (line) => {
        appendFileSync(join(system.logFolder, `${name}-access.log`), `${line}\n`);
      },
      onError: (error) => {
        system.say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      },
    };
    door.router.api = api;
    for (const stage of stages)
      endpoints.push({ name: `${name}, stage ${stage}`, url: `${urlOf(door)}${stagePath(stage)}` });
  };

  for (const definition of readHttpApis(resources)) {
    const stages = definition.stages.map(({ name }) => name);
    connect(definition.address, definition.name, stages, new HttpApi(definition, options));
  }
  for (const definition of readRestApis(resources, localKey)) {
    const stages = definition.stages.map(({ name }) => name);
    connect(definition.address, definition.name, stages, new RestApi(definition, options));
    for (const { name, value } of definition.usagePlans.flatMap(({ keys }) => keys))
      system.say(`${definition.name}: the key of ${name} is ${value} (header x-api-key)`);
  }
  return {
    endpoints,
    close: async () => {
      for (const { router } of doors.values()) router.api = undefined;
      forwarder.close();
      await targets.close();
    },
  };
}

function urlOf({ server }: Door): string {
  return `http://127.0.0.1:${server.port}`;
}

/** AWS generates the value of a key. Here it is the same in every run. */
function localKey(address: string): string {
  return createHash("sha256").update(address).digest("hex").slice(0, 40);
}
