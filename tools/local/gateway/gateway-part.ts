import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { listen, type LocalServer } from "../balancer/local-server";
import type {
  Attributes,
  OpenedPart,
  PartContext,
  PreparedPart,
  RunningSystem,
  SystemPart,
} from "../part";
import type { Configuration } from "../synthesized/configuration";
import type { Api } from "./api";
import { emulatorOf } from "./aws/emulated-accounts";
import { HttpForwarder } from "./forward-over-http";
import { GatewayRouter } from "./gateway-router";
import { HttpApi } from "./http-api/http-api";
import { readHttpApis } from "./http-api/read-http-api";
import { withLocalAddresses } from "./local-addresses";
import { keysFrom } from "./local-keys";
import { PrivateTargets } from "./private-targets";
import { all, requiredText } from "./resources";
import { readRestApis } from "./rest-api/read-rest-api";
import { RestApi } from "./rest-api/rest-api";

const PREFERRED_PORT = 8090;
const IDLE_SECONDS = 60;
const HTTP_API = "aws_apigatewayv2_api";
const REST_API = "aws_api_gateway_rest_api";

interface Door {
  readonly router: GatewayRouter;
  readonly server: LocalServer;
}

/** Ports that are taken before anything is there to answer behind them, by API, of each run. */
const doorsOfRuns = new Map<string, ReadonlyMap<string, Door>>();

/** The APIs of API Gateway in front of a system. */
export const gatewayPart: SystemPart = {
  name: "API Gateway",
  isIn: (configuration) => apisOf(configuration).length > 0,
  prepare,
  open,
};

function apisOf(configuration: Configuration): readonly string[] {
  return [HTTP_API, REST_API].flatMap((type) =>
    all(configuration, type).map(({ address }) => address),
  );
}

/** Takes a port for each API, because expressions name its address. */
async function prepare({ configuration, workFolder }: PartContext): Promise<PreparedPart> {
  const doors = new Map<string, Door>();
  for (const address of apisOf(configuration)) {
    const router = new GatewayRouter();
    doors.set(address, { router, server: await listen(router, PREFERRED_PORT, IDLE_SECONDS) });
  }
  doorsOfRuns.set(workFolder, doors);
  return {
    attributes: { ...apiAttributes(doors), ...stageAttributes(configuration, doors) },
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
  const resources = withLocalAddresses(system.configuration);
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
      endpoints.push({ name: `${name}, stage ${stage}`, url: `${urlOf(door)}${pathOf(stage)}` });
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

function apiAttributes(doors: ReadonlyMap<string, Door>): Attributes {
  return Object.fromEntries(
    [...doors]
      .filter(([address]) => address.startsWith(`${HTTP_API}.`))
      .map(([address, door]) => [address, { api_endpoint: urlOf(door) }]),
  );
}

function stageAttributes(
  configuration: Configuration,
  doors: ReadonlyMap<string, Door>,
): Attributes {
  const attributes: Record<string, Attributes[string]> = {};
  for (const [type, owner, name] of [
    ["aws_apigatewayv2_stage", "api_id", "name"],
    ["aws_api_gateway_stage", "rest_api_id", "stage_name"],
  ] as const) {
    for (const { address, block } of all(configuration, type)) {
      const door = [...doors].find(([api]) => block[owner] === `${api}.id`)?.[1];
      if (door !== undefined)
        attributes[address] = { invoke_url: `${urlOf(door)}${pathOf(requiredText(block, name))}` };
    }
  }
  return attributes;
}

function urlOf({ server }: Door): string {
  return `http://127.0.0.1:${server.port}`;
}

function pathOf(stage: string): string {
  return stage === "$default" ? "" : `/${stage}`;
}

/** AWS draws the value of a key; here it is the same in every run. */
function localKey(address: string): string {
  return createHash("sha256").update(address).digest("hex").slice(0, 40);
}
