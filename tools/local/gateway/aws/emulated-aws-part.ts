import { join } from "node:path";
import { Emulator } from "../../../rehearse/emulator/emulator";
import type { Attributes, PartContext, PreparedPart, SystemPart } from "../../part";
import { watchConfirmationCodes } from "./confirmation-codes";
import { createTables } from "./create-tables";
import { createUserPoolClients, createUserPools } from "./create-user-pools";
import { rememberEmulator } from "./emulated-accounts";

/** The tables and the user pools of a system, in the emulator that rehearsals use, too. */
export const emulatedAwsPart: SystemPart = {
  name: "emulated AWS",
  isIn: (evaluated) =>
    ["aws_dynamodb_table", "aws_cognito_user_pool"].some(
      (type) => evaluated.resources(type).length > 0,
    ),
  prepare,
};

async function prepare(context: PartContext): Promise<PreparedPart> {
  const { stack, evaluated, workFolder, say } = context;
  const logFile = join(workFolder, "emulated-aws.log");
  say("emulated AWS: starting; the first time it is installed, which takes a minute");
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
