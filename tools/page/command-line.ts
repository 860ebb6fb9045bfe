import { defineCommand } from "../terminal/command-line";

export const FOLDER = "web";

export const PAGE = defineCommand({
  run: "npm run page",
  forms: [""],
  summary: `Builds the page of http-api into ${FOLDER}/dist, where a synth picks it up. Does nothing when its sources have not changed.`,
  options: {},
  examples: [["npm run page", "Build the page"]],
  maxWords: 0,
});
