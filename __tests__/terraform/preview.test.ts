import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { environments } from "../fixtures/environments/all";
import { makeStateBucket, rehearsalOf } from "./rehearsed-stack";
import { synthesizeInto } from "./synthesize-into";

const workplace = Workplace.create();
const outdir = join(workplace.folder, "preview-out");
const previews = { routing: { kind: "host", domainName: "preview.example.com" } } as const;
const environment = {
  ...environments.dev,
  loadTest: undefined,
  systems: { "http-scale-out": { previews } },
};
let emulator: Emulator;

/** The command of a user. */
async function preview(...words: readonly string[]) {
  const program = ["tools/run.mjs", "tools/preview/main.ts"];
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, [...program, ...words], {
    cwd: projectRoot(),
    env: { ...workplace.environment(emulator.endpoint), CDKTF_OUTDIR: outdir },
  });
  return { exitCode, told: `${stdout}${stderr}` };
}

const up = (name: string, ...options: readonly string[]) =>
  preview("up", "http-scale-out", "--name", name, "--image-tag", "1.0.0", ...options);

/** Everything in the account whose name, tags or state tell of a preview. */
const ofPreview = async (name: string): Promise<readonly string[]> => {
  const inventory = await emulator.inventory();
  return Object.entries(inventory).flatMap(([kind, names]) =>
    names.filter((each) => each.includes(name)).map((each) => `${kind} ${each}`),
  );
};

beforeAll(async () => {
  const synthesis = synthesizeInto(outdir, { dev: environment });
  const aws = { source: "hashicorp/aws", version: workplace.awsProvider };
  writeFileSync(
    join(synthesis.stack("preview-http-scale-out-dev").folder, "pin_override.tf.json"),
    JSON.stringify({ terraform: { required_providers: { aws } } }),
  );
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
  const system = await rehearsalOf("http-scale-out-dev", workplace, emulator, [], synthesis);
  await makeStateBucket(system, emulator);
  await system.init();
  await system.apply(true);
});

afterAll(async () => {
  await emulator.stop();
  workplace.remove();
});

test("two previews are deployed at the same time, and one is removed without a trace", async () => {
  const both = await Promise.all([up("pr-1"), up("pr-2")]);
  for (const { exitCode, told } of both) expect([exitCode, told]).toEqual([0, told]);
  console.log(both[0]?.told, JSON.stringify(await emulator.inventory(), null, 1));
  console.log(await ofPreview("pr-1"));
  console.log((await preview("list")).told);
  console.log((await preview("down", "http-scale-out", "--name", "pr-1")).told);
  console.log(JSON.stringify(await emulator.inventory(), null, 1));
});
