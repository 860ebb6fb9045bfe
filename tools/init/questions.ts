import type { CommandLine } from "../terminal/command-line";
import { UserError } from "../terminal/user-error";
import {
  type Answers,
  NO_DOMAIN,
  offeredName,
  type OwnDomain,
  type Read,
  readDomain,
  readFolder,
  readHealthPath,
  readImage,
  readName,
  readPort,
  readRegion,
  readRuns,
  SAMPLE,
} from "./answers";
import type { INIT } from "./command-line";
import { offeredRegion } from "./settings-files/region";

/** Asks for a text and suggests one. Asks again until the answer is valid. */
export type Ask = (
  question: string,
  offered: string,
  problemOf: (answer: string) => string | undefined,
) => Promise<string>;

/** Uses the suggested answers if there is nobody to ask. */
export const takeOffered: Ask = (_, offered, problemOf) => {
  const problem = problemOf(offered);
  return problem === undefined ? Promise.resolve(offered) : Promise.reject(new UserError(problem));
};

export interface Context {
  readonly root: string;
  readonly system: string;
  /** Region of the existing environment. If set, the question is skipped. */
  readonly region?: string;
  /** Names of existing services. */
  readonly taken?: readonly string[];
}

/** Options of the command that answer questions. */
export type Given = CommandLine<typeof INIT.options>["options"];

/**
 * Asks for everything that the options do not set: at most six questions.
 *
 * @throws UserError with the problems of all options at once
 */
export async function answer(given: Given, ask: Ask, context: Context): Promise<Answers> {
  checkOptions(given, context);
  const { root, system, taken = [] } = context;
  const fromOption = given.folder ?? given.image;
  const readSource = (text: string) =>
    given.folder !== undefined
      ? readFolder(text, root)
      : given.image !== undefined
        ? readImage(text)
        : readRuns(text, root);
  const runs = await one(
    ask,
    `What do you run? An image (ghcr.io/acme/shop:2.1.0), a folder of this project with a Dockerfile (services/shop), or "${SAMPLE}"`,
    SAMPLE,
    fromOption,
    readSource,
  );
  const isSample = runs.kind === "sample";
  const offeredPort = runs.kind === "folder" ? (runs.exposedPort ?? 8080) : 8080;
  // The port and health check path of the sample are known.
  const port = isSample
    ? offeredPort
    : await one(ask, "Port on which it listens", String(offeredPort), text(given.port), readPort);
  const healthPath = isSample
    ? "/"
    : await one(
        ask,
        "Path that returns 200 when it is healthy",
        "/",
        given["health-path"],
        readHealthPath,
      );
  const region =
    context.region ?? (await one(ask, "AWS region", offeredRegion(), given.region, readRegion));
  const name = await one(
    ask,
    "Name of the service",
    offeredName(runs, system, taken),
    given.name,
    (answered) => readName(answered, taken),
  );
  const domain = await one(
    ask,
    'Domain name and the ID of its Route 53 zone ("shop.example.com Z0123456789EXAMPLE"), or none',
    NO_DOMAIN,
    domainGiven(given),
    readDomain,
  );
  return { runs, port, healthPath, region, name, ...withDomain(domain) };
}

function withDomain(domain: OwnDomain | undefined): { readonly domain?: OwnDomain } {
  return domain === undefined ? {} : { domain };
}

async function one<Value>(
  ask: Ask,
  question: string,
  offered: string,
  given: string | undefined,
  read: (text: string) => Read<Value>,
): Promise<Value> {
  const answered =
    given ?? (await ask(question, offered, (answer) => problemIn(read(answer.trim()))));
  const result = read(answered.trim());
  if ("problem" in result) throw new UserError(result.problem);
  return result.value;
}

function problemIn(result: Read<unknown>): string | undefined {
  return "problem" in result ? result.problem : undefined;
}

function checkOptions(given: Given, { root, taken, region }: Context): void {
  const problems = [
    given.image !== undefined && given.folder !== undefined
      ? "Pass either --image or --folder, not both."
      : undefined,
    given.image === undefined ? undefined : problemIn(readImage(given.image)),
    given.folder === undefined ? undefined : problemIn(readFolder(given.folder, root)),
    given["health-path"] === undefined
      ? undefined
      : problemIn(readHealthPath(given["health-path"])),
    given.region === undefined ? undefined : problemIn(readRegion(given.region)),
    given.region !== undefined && region !== undefined && given.region !== region
      ? `--region must be omitted or match the environment's region (${region}), got "${given.region}".`
      : undefined,
    given.name === undefined ? undefined : problemIn(readName(given.name, taken)),
    given["hosted-zone"] !== undefined && given.domain === undefined
      ? "--hosted-zone must be set together with --domain."
      : undefined,
    given.domain === undefined ? undefined : problemIn(readDomain(domainGiven(given) ?? "")),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

function domainGiven({ domain, "hosted-zone": zone }: Given): string | undefined {
  return domain === undefined ? undefined : [domain, zone ?? ""].join(" ").trim();
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
