import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { listen, type LocalServer } from "../../balancer/local-server";
import { emulatorOf } from "../aws/emulated-aws-part";
import { localAddresses, nameLocally, withLocalAddresses } from "../local-names";
import { requestPath, responseHeaders } from "./response-headers";
import type {
  OpenedPart,
  PartContext,
  PreparedPart,
  Router,
  RunningSystem,
  SystemPart,
} from "../../part";
import { type Block, mapOf, requiredText, textOf, textsOf } from "../../../synthesized/fields";
import type { Resources } from "../../../synthesized/resources";
import type { SynthesizedStack } from "../../../synthesized/synthesis";

const PREFERRED_PORT = 8070;
const IDLE_SECONDS = 60;
const SETTINGS_FILE = "settings.json";

interface Door extends Router {
  serve: Router["handle"] | undefined;
}

interface ReservedPort {
  readonly door: Door;
  readonly server: LocalServer;
}

const portsOfRuns = new Map<string, ReservedPort>();

/** Serves a system's page: the objects of its bucket, with the headers that its distribution adds. */
export const pagePart: SystemPart = {
  name: "page",
  isIn: (evaluated) =>
    evaluated.resources("aws_cloudfront_distribution").length > 0 &&
    evaluated.resources("aws_s3_object").length > 0,
  prepare,
  open,
};

/** Reserves a port early, because the API must allow the page's origin. */
async function prepare({ stack, evaluated, workFolder }: PartContext): Promise<PreparedPart> {
  const door: Door = {
    serve: undefined,
    handle: (request, response) => {
      if (door.serve !== undefined) door.serve(request, response);
      else response.writeHead(503).end();
    },
  };
  const server = await listen(door, { port: PREFERRED_PORT }, IDLE_SECONDS);
  portsOfRuns.set(workFolder, { door, server });
  const host = `127.0.0.1:${server.port}`;
  const distributions = evaluated.resources("aws_cloudfront_distribution");
  for (const alias of distributions.flatMap(({ block }) => textsOf(block, "aliases")))
    nameLocally(stack, `https://${alias}`, `http://${host}`);
  return {
    attributes: Object.fromEntries(
      distributions.map(({ address }) => [address, { domain_name: host }]),
    ),
    close: async () => {
      portsOfRuns.delete(workFolder);
      await server.close();
    },
  };
}

function open(system: RunningSystem): Promise<OpenedPart> {
  const reserved = portsOfRuns.get(system.workFolder);
  const { evaluated, stack } = system;
  const resources = withLocalAddresses(evaluated, stack);
  const files = localPage(resources, stack, emulatorOf(stack));
  if (reserved === undefined || !files.has("index.html")) {
    system.say(
      "page: not served, because it was not built before the stack was synthesized. Run `npm start`, which does both, and then run this command again.",
    );
    return Promise.resolve({ endpoints: [], close: () => Promise.resolve() });
  }
  reserved.door.serve = pageHandler(files, requestPath(resources));
  return Promise.resolve({
    endpoints: [{ name: "page", url: `http://127.0.0.1:${reserved.server.port}/` }],
    close: () => {
      reserved.door.serve = undefined;
      return Promise.resolve();
    },
  });
}

/**
 * The page's files with the headers that browsers receive. Cognito's address is replaced with that of the emulator.
 *
 * @param emulator URL of the emulated AWS
 */
export function localPage(
  resources: Resources,
  stack: SynthesizedStack,
  emulator: string | undefined,
): ReadonlyMap<string, PageFile> {
  const toHeaders = responseHeaders(resources);
  const localHeaders = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(toHeaders(headers)).map(([name, value]) => [
        name,
        localAddresses(withEmulatedCognito(value, emulator), stack),
      ]),
    );
  return new Map(
    [...readPageContent(resources, stack.folder)].map(([key, { content, headers }]) => [
      key,
      {
        content: key === SETTINGS_FILE ? localSettings(content, emulator) : content,
        headers: localHeaders(headers),
      },
    ]),
  );
}

function withEmulatedCognito(text: string, emulator: string | undefined): string {
  return emulator === undefined
    ? text
    : text.replaceAll(/https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com/g, emulator);
}

function localSettings(content: Buffer, emulator: string | undefined): Buffer {
  const settings = JSON.parse(content.toString()) as Readonly<Record<string, unknown>>;
  return Buffer.from(
    JSON.stringify({ ...settings, ...(emulator ? { cognitoEndpoint: emulator } : {}) }),
  );
}

/** @param pathAt the path after the distribution has rewritten it */
export function pageHandler(
  files: ReadonlyMap<string, PageFile>,
  pathAt: (path: string) => string,
) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const pathname = pathAt(new URL(request.url ?? "/", "http://page").pathname);
    const file = files.get(pathname === "/" ? "index.html" : pathname.slice(1));
    if (request.method !== "GET" && request.method !== "HEAD") response.writeHead(403).end();
    // S3 returns 403 for a missing object to a caller that may not list the bucket.
    else if (file === undefined) response.writeHead(403).end();
    else response.writeHead(200, file.headers).end(request.method === "HEAD" ? "" : file.content);
  };
}

/** A file of a page as CloudFront receives it from the bucket. */
export interface PageFile {
  readonly content: Buffer;
  /** Headers that S3 sends with it: type, caching, and its metadata as x-amz-meta-*. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The objects of a stack's buckets by key.
 *
 * @param stackFolder the value of `path.module`
 */
export function readPageContent(
  resources: Resources,
  stackFolder: string,
): ReadonlyMap<string, PageFile> {
  return new Map(
    resources
      .resources("aws_s3_object")
      .map(({ block }) => [
        requiredText(block, "key"),
        { content: contentOf(block, stackFolder), headers: headersOf(block) },
      ]),
  );
}

function contentOf(block: Block, stackFolder: string): Buffer {
  const source = textOf(block, "source");
  if (source === undefined) return Buffer.from(textOf(block, "content") ?? "");
  const file = join(stackFolder, source);
  if (!existsSync(file)) throw new Error(`The page's file ${file} is missing. Synthesize again.`);
  return readFileSync(file);
}

function headersOf(block: Block): Readonly<Record<string, string>> {
  const cacheControl = textOf(block, "cache_control");
  return {
    "content-type": textOf(block, "content_type") ?? "application/octet-stream",
    ...(cacheControl === undefined ? {} : { "cache-control": cacheControl }),
    ...Object.fromEntries(
      Object.entries(mapOf(block, "metadata")).map(([name, value]) => [
        `x-amz-meta-${name.toLowerCase()}`,
        value,
      ]),
    ),
  };
}
