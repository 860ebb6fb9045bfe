import { asCommand } from "../terminal/as-command";
import { defineCommand } from "../terminal/command-line";
import { UserError } from "../terminal/user-error";
import { buildPage } from "./build-page";

const FOLDER = "web";

const PAGE = defineCommand({
  run: "npm run page",
  forms: [""],
  summary: `Builds the page of http-api into ${FOLDER}/dist, where a synth picks it up. Does nothing when its sources have not changed.`,
  options: {},
  examples: [["npm run page", "Build the page"]],
  maxWords: 0,
});

void asCommand(PAGE, async () => {
  const build = await buildPage(FOLDER);
  if (build.kind === "failed") {
    throw new UserError(`${build.output.trim()}\n${FOLDER}/dist was not built.`);
  }
  console.log(
    build.kind === "up-to-date"
      ? `${FOLDER}/dist is up to date.`
      : `Built ${FOLDER}/dist in ${build.seconds.toFixed(1)} s.`,
  );
  return 0;
});
