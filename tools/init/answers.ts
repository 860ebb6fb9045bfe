import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { splitImageReference, imageReferenceProblem } from "../../aws/containers/images";
import { healthCheckPath } from "../../aws/networking/load-balancing";
import { hostedZoneId, isHostName } from "../../aws/names";
import { SHORT_NAME } from "../../settings/presets/names";
import { region as regionFacts, regionNames } from "../../aws/regions";
import { didYouMean } from "../terminal/nearest";

/** What a service runs: an image, a folder that one is built from, or the sample of its system. */
export type Runs =
  | { readonly kind: "image"; readonly reference: string }
  | { readonly kind: "folder"; readonly context: string; readonly exposedPort?: number }
  | { readonly kind: "sample" };

export interface OwnDomain {
  readonly domainName: string;
  readonly hostedZoneId: string;
}

/** The answers to the questions about a service. */
export interface Answers {
  readonly runs: Runs;
  readonly port: number;
  readonly healthPath: string;
  readonly region: string;
  readonly name: string;
  readonly domain?: OwnDomain;
}

/** A parsed answer, or its problem. */
export type Read<Value> = { readonly value: Value } | { readonly problem: string };

export const SAMPLE = "sample";

/** An image, a folder of the project, or the sample. */
export function readRuns(text: string, root: string): Read<Runs> {
  const given = text.trim();
  if (given === SAMPLE) return { value: { kind: "sample" } };
  const looksLikeFolder = /^[./~\\]|^[A-Za-z]:\\/.test(given) || isFolder(join(root, given));
  return looksLikeFolder ? readFolder(given, root) : readImage(given);
}

export function readImage(text: string): Read<Runs> {
  const problem = imageReferenceProblem(text);
  return problem === undefined
    ? { value: { kind: "image", reference: text } }
    : {
        problem: `The image ${problem}, got "${text}". Enter an image, a folder with a Dockerfile, or "${SAMPLE}".`,
      };
}

export function readFolder(text: string, root: string): Read<Runs> {
  const folder = resolve(root, text);
  const context = relative(root, folder).replaceAll("\\", "/");
  if (!isFolder(folder)) {
    return {
      problem: `The folder must exist, got "${text}". Enter its path relative to the project folder.`,
    };
  }
  if (context === "" || context.startsWith("..") || resolve(context) === context) {
    return {
      problem: `The folder must be within this project, got "${text}". Copy it to services/${nameFrom(basename(folder))}, so that the images stack can build it.`,
    };
  }
  const dockerfile = join(folder, "Dockerfile");
  if (!existsSync(dockerfile)) {
    return { problem: `The folder must have a Dockerfile, got "${text}" without one. Add it.` };
  }
  const exposedPort = exposed(readFileSync(dockerfile, "utf8"));
  return {
    value: { kind: "folder", context, ...(exposedPort === undefined ? {} : { exposedPort }) },
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The first port of a Dockerfile's last EXPOSE. */
function exposed(dockerfile: string): number | undefined {
  const port = [...dockerfile.matchAll(/^\s*EXPOSE\s+(\d+)/gim)].at(-1)?.[1];
  return port === undefined ? undefined : Number(port);
}

export function readPort(text: string): Read<number> {
  const port = Number(text);
  return /^\d+$/.test(text.trim()) && port >= 1 && port <= 65_535
    ? { value: port }
    : { problem: `The port must be a whole number from 1 to 65535, got "${text}".` };
}

export function readHealthPath(text: string): Read<string> {
  return healthCheckPath.pattern.test(text)
    ? { value: text }
    : { problem: `The health check path ${healthCheckPath.rule}, got "${text}".` };
}

export function readRegion(text: string): Read<string> {
  return regionFacts(text) === undefined
    ? {
        problem: `The region must be an AWS region, got "${text}".${didYouMean(text, regionNames())}`,
      }
    : { value: text };
}

export function readName(text: string, taken: readonly string[] = []): Read<string> {
  if (taken.includes(text)) {
    return {
      problem: `The name "${text}" is used by another service. Choose another name.`,
    };
  }
  return SHORT_NAME.pattern.test(text)
    ? { value: text }
    : { problem: `The name ${SHORT_NAME.rule}, got "${text}".` };
}

export const NO_DOMAIN = "none";

/** A domain name and the ID of its zone, or none. */
export function readDomain(text: string): Read<OwnDomain | undefined> {
  const given = text.trim();
  if (given === "" || given === NO_DOMAIN) return { value: undefined };
  const [domainName = "", zone = "", ...rest] = given.split(/[\s,]+/);
  if (!isHostName(domainName, 2) || rest.length > 0) {
    return {
      problem: `The domain must be a lower-case host name such as "shop.example.com", got "${given}".`,
    };
  }
  return hostedZoneId.pattern.test(zone)
    ? { value: { domainName, hostedZoneId: zone } }
    : {
        problem: `The domain needs the ID of its public Route 53 zone, got ${zone === "" ? "none" : `"${zone}"`}. Set both, as in "${domainName} Z0123456789EXAMPLE" (--domain and --hosted-zone); \`aws route53 list-hosted-zones\` lists them.`,
      };
}

/** The suggested name for an image or folder. */
export function offeredName(runs: Runs, system: string, taken: readonly string[] = []): string {
  const name = nameFrom(
    runs.kind === "image"
      ? (splitImageReference(runs.reference).repository.split("/").at(-1) ?? "")
      : runs.kind === "folder"
        ? basename(runs.context)
        : system,
  );
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name.slice(0, 17)}-${number}`)) number++;
  return `${name.slice(0, 17)}-${number}`;
}

/** The nearest name that the settings allow. */
export function nameFrom(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 20)
    .replace(/-+$/, "");
  return name === "" ? "service" : name;
}
