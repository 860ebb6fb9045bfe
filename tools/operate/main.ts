import { EvaluatedStack } from "../synthesized/evaluated-stack";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { defineCommand } from "../terminal/command-line";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { execCommands, logsCommands, statusCommands } from "./aws-commands";
import { type DeployedService, deployedServices } from "./deployed-service";

type Verb = "status" | "logs" | "exec";

const SUMMARIES: Readonly<Record<Verb, string>> = {
  status: "the tasks of a deployed system and the latest ECS event",
  logs: "what the tasks of a deployed system print",
  exec: "a shell in a task of a deployed service",
};

function commandOf(verb: Verb) {
  return defineCommand({
    run: `npm run ${verb}`,
    forms: ["<system> [environment] [service]"],
    summary: `Prints the AWS CLI command that shows ${SUMMARIES[verb]}, with the names that the synthesized JSON gives. It reaches no network itself: you run the command, with your credentials.`,
    options: {},
    examples: [
      [`npm run ${verb} -- http-scale-out`, "Of a system in dev"],
      [`npm run ${verb} -- talk-service prod talk-service-ecs-prod`, "Of one service in prod"],
    ],
    maxWords: 3,
  });
}

async function servicesOf(words: readonly string[]): Promise<readonly DeployedService[]> {
  const [system, environment = "dev", service] = words;
  if (system === undefined) throw new UserError("Name a system, as in: http-scale-out prod");
  const synthesis = Synthesis.read(process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const names = synthesis.stacks
    .filter(({ json }) => json.resourceTypes.includes("aws_ecs_service"))
    .map(({ name }) => name);
  const name = `${system}-${environment}`;
  requireKnown("stack with a service called", [name], names);
  const { json } = synthesis.stack(name);
  const all = deployedServices(
    await EvaluatedStack.read(json, { variables: json.valuesFor(SAMPLE_VARIABLES) }),
  );
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
