import { EvaluatedStack } from "../synthesized/evaluated-stack";
import { idlingOf } from "../synthesized/idling";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import { stackOfSystem } from "../synthesized/stack-of-system";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import {
  execCommands,
  idleCommands,
  logsCommands,
  statusCommands,
  switchCommands,
} from "./aws-commands";
import { commandOf, type Verb } from "./command-line";
import { deployedServices } from "./deployed-service";
import { switchableService } from "./switchable-service";

async function stackOf([system, environment]: readonly string[]) {
  if (system === undefined) throw new UserError("Name a system, as in: http-scale-out prod");
  const synthesis = Synthesis.read(process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const { name, json } = stackOfSystem(synthesis, system, environment);
  const stack = await EvaluatedStack.read(json, { variables: json.valuesFor(SAMPLE_VARIABLES) });
  return { name, stack };
}

async function servicesOf(words: readonly string[]) {
  const [, , service] = words;
  const { stack } = await stackOf(words);
  const all = deployedServices(stack);
  if (service === undefined) return { stack, services: all };
  requireKnown(
    "service called",
    [service],
    all.map((each) => each.name),
  );
  return { stack, services: all.filter((each) => each.name === service) };
}

const [verb, ...args] = process.argv.slice(2) as [Verb, ...string[]];

void asCommand(
  commandOf(verb),
  async ({ words }) => {
    if (verb === "switch") {
      const { name, stack } = await stackOf(words);
      console.log(switchCommands(name, switchableService(name, stack)).join("\n"));
      return 0;
    }
    const { stack, services } = await servicesOf(words);
    const idling = idlingOf(stack);
    const commands = {
      status: () => [
        ...statusCommands(services),
        ...(idling === undefined ? [] : idleCommands(idling, services)),
      ],
      logs: () => logsCommands(services),
      exec: () => {
        const [only, ...others] = services;
        if (only === undefined || others.length > 0) {
          throw new UserError(
            `Name one service, as the third word: ${services.map(({ name }) => name).join(", ")}.`,
          );
        }
        return execCommands(only);
      },
    }[verb]();
    console.log(commands.join("\n"));
    return 0;
  },
  args,
);
