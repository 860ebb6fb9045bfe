import { EvaluatedStack } from "../synthesized/evaluated-stack";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { execCommands, logsCommands, statusCommands, switchCommands } from "./aws-commands";
import { commandOf, type Verb } from "./command-line";
import { type DeployedService, deployedServices } from "./deployed-service";
import { switchableService } from "./switchable-service";

async function stackOf([system, environment = "dev"]: readonly string[]) {
  if (system === undefined) throw new UserError("Name a system, as in: http-scale-out prod");
  const synthesis = Synthesis.read(process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const names = synthesis.stacks
    .filter(({ json }) => json.resourceTypes.includes("aws_ecs_service"))
    .map(({ name }) => name);
  const name = `${system}-${environment}`;
  requireKnown("stack with a service called", [name], names);
  const { json } = synthesis.stack(name);
  const stack = await EvaluatedStack.read(json, { variables: json.valuesFor(SAMPLE_VARIABLES) });
  return { name, stack };
}

async function servicesOf(words: readonly string[]): Promise<readonly DeployedService[]> {
  const [, , service] = words;
  const all = deployedServices((await stackOf(words)).stack);
  if (service === undefined) return all;
  requireKnown(
    "service called",
    [service],
    all.map((each) => each.name),
  );
  return all.filter((each) => each.name === service);
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
    const services = await servicesOf(words);
    const commands = {
      status: () => statusCommands(services),
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
