import { asCommand } from "../terminal/as-command";
import { UserError } from "../terminal/user-error";
import { buildPage } from "./build-page";
import { FOLDER, PAGE } from "./command-line";

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
