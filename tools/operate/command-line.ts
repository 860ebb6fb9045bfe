import { defineCommand } from "../terminal/command-line";

export type Verb = "status" | "logs" | "exec" | "switch";

const SUMMARIES: Readonly<Record<Verb, string>> = {
  status: "the tasks of a deployed system and the latest ECS event",
  logs: "what the tasks of a deployed system print",
  exec: "a shell in a task of a deployed service",
  switch: "the other colour the requests, with as many tasks as the live one",
};

/** The four commands take the same words, except that `switch` takes no service. */
export function commandOf(verb: Verb) {
  const isSwitch = verb === "switch";
  return defineCommand({
    run: `npm run ${verb}`,
    forms: [isSwitch ? "<system> [environment]" : "<system> [environment] [service]"],
    summary: `Prints the ${isSwitch ? "commands that give" : "AWS CLI command that shows"} ${SUMMARIES[verb]}, with the names from the synthesized JSON. It does not use the network: you run the command with your credentials.`,
    options: {},
    examples: isSwitch
      ? [["npm run switch -- talk-service prod", "Of a system in prod"]]
      : [
          [`npm run ${verb} -- http-scale-out`, "Of a system in dev"],
          [`npm run ${verb} -- talk-service prod talk-service-ecs-prod`, "Of one service in prod"],
        ],
    maxWords: isSwitch ? 2 : 3,
  });
}
