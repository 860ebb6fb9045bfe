import { buildPage } from "./build-page";

const FOLDER = "web";

/** Builds the page of http-api into web/dist, where a synth takes it from: `npm run page`. */
async function page(): Promise<void> {
  const build = await buildPage(FOLDER);
  if (build.kind === "up-to-date") {
    console.log(`${FOLDER}/dist is what its sources make.`);
  } else if (build.kind === "built") {
    console.log(`Built ${FOLDER}/dist in ${build.seconds.toFixed(1)} s.`);
  } else {
    console.error(`${build.output.trim()}\n${FOLDER}/dist was not built.`);
    process.exitCode = 1;
  }
}

void page();
