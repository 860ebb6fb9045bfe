import { defineCommand } from "../terminal/command-line";

export const WAKE = defineCommand({
  run: "npm run wake",
  forms: ["<environment> [system] [options]"],
  summary:
    "Wakes an environment that is asleep by the setting `asleep`, or a system that is idle by its setting `idle`, or puts it to sleep early. Prints what it would change. With --yes it calls AWS, with your credentials, and prints what it changed.",
  options: {
    sleep: { kind: "flag", help: "Put it to sleep until the next morning of its schedule" },
    yes: { kind: "flag", help: "Call AWS; otherwise only print what would be done" },
  },
  examples: [
    ["npm run wake -- dev", "Print what waking dev would change"],
    ["npm run wake -- dev http-scale-out --yes", "Wake one system"],
    ["npm run wake -- dev --sleep --yes", "Put dev to sleep again"],
  ],
  maxWords: 2,
});
