import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createQueues, queuesOfPrograms } from "./emulated-queues";
import { createTables, createUserPoolClients, createUserPools } from "./emulated-resources";
import type { Attributes, PartContext, PreparedPart, SystemPart } from "../../part";
import { Emulator } from "../../../rehearse/emulator/emulator";
import type { SynthesizedStack } from "../../../synthesized/synthesis";

/**
 * The address of a running stack's emulated AWS. The stack's expressions do not use it: issuers and policies in the JSON
 * keep the names of AWS, so local code must look the address up here.
 */
const endpoints = new WeakMap<SynthesizedStack, string>();

export function rememberEmulator(stack: SynthesizedStack, endpoint: string): void {
  endpoints.set(stack, endpoint);
}

export function emulatorOf(stack: SynthesizedStack): string | undefined {
  return endpoints.get(stack);
}

/** Runs a system's tables, user pools and queues in the emulator that rehearsals also use. */
export const emulatedAwsPart: SystemPart = {
  name: "emulated AWS",
  isIn: (evaluated) =>
    queuesOfPrograms(evaluated).length > 0 ||
    ["aws_dynamodb_table", "aws_cognito_user_pool"].some(
      (type) => evaluated.resources(type).length > 0,
    ),
  prepare,
};

async function prepare(context: PartContext): Promise<PreparedPart> {
  const { stack, evaluated, workFolder, say } = context;
  const logFile = join(workFolder, "emulated-aws.log");
  say("emulated AWS: starting; the first start installs it, which takes a minute");
  const emulator = await Emulator.start({ logFile });
  const region = stack.json.region;
  const { endpoint } = emulator;
  rememberEmulator(stack, endpoint);
  const account = { endpoint, region };
  let attributes: Attributes;
  try {
    const pools = await createUserPools(account, evaluated);
    attributes = {
      ...(await createTables(account, evaluated)),
      ...(await createQueues(account, evaluated)),
      ...pools,
      ...(await createUserPoolClients(account, evaluated.withAttributes(pools))),
    };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
  const stopWatching = watchConfirmationCodes(logFile, (name, code) => {
    say(`Cognito would send ${name} this confirmation code: ${code}`);
  });
  for (const { address } of queuesOfPrograms(evaluated)) {
    say(`emulated AWS: ${address} is ${String(attributes[address]?.["url"])}`);
  }
  return {
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    attributes,
    close: async () => {
      stopWatching();
      await emulator.stop();
    },
  };
}

const POLL_MS = 300;

/**
 * Reports confirmation codes that Cognito would send by email. The emulator writes them to its log.
 *
 * @returns a function that stops it
 */
export function watchConfirmationCodes(
  logFile: string,
  onCode: (name: string, code: string) => void,
): () => void {
  let told = 0;
  const look = (): void => {
    const codes = codesIn(existsSync(logFile) ? readFileSync(logFile, "utf8") : "");
    for (const [name, code] of codes.slice(told)) onCode(name, code);
    told = codes.length;
  };
  const timer = setInterval(look, POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

function codesIn(log: string): readonly (readonly [string, string])[] {
  return [...log.matchAll(/^confirmation-code (\S+) (\d{6})\n/gm)].map(
    ([, name = "", code = ""]) => [name, code] as const,
  );
}
